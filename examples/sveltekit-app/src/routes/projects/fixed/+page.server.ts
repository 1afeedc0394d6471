import { getSession } from "#lib/server/session.ts";
import { getConfig, getProjects } from "#lib/server/workspace.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async (event) => {
  const sessionPromise = getSession(event);
  const configPromise = getConfig(event);
  configPromise.catch(() => {});

  const session = await sessionPromise;
  const projects = await getProjects(event, session.user.id);
  const config = await configPromise;

  return { name: session.user.name, weekStartsOn: config.weekStartsOn, projects };
};
