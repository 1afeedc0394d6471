import { getSession } from "#lib/server/session.ts";
import { getConfig, getProjects } from "#lib/server/workspace.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const session = await getSession(event);
  const config = await getConfig(event);
  const projects = await getProjects(event, session.user.id);

  return { name: session.user.name, weekStartsOn: config.weekStartsOn, projects };
};
