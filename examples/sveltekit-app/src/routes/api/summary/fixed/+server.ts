import { json } from "@sveltejs/kit";
import { getSession } from "#lib/server/session.ts";
import { getConfig, getProjects } from "#lib/server/workspace.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async (event) => {
  const sessionPromise = getSession(event);
  const configPromise = getConfig(event);
  configPromise.catch(() => {});

  const session = await sessionPromise;
  const projects = await getProjects(event, session.user.id);
  const config = await configPromise;

  return json({ name: session.user.name, projects: projects.length, timeline: config.features.timeline });
};
