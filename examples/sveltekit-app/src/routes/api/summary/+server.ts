import { json } from "@sveltejs/kit";
import { getSession } from "#lib/server/session.ts";
import { getConfig, getProjects } from "#lib/server/workspace.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async (event) => {
  const session = await getSession(event);
  const config = await getConfig(event);
  const projects = await getProjects(event, session.user.id);

  return json({ name: session.user.name, projects: projects.length, timeline: config.features.timeline });
};
