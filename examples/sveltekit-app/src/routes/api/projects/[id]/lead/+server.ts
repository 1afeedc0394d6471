import { json } from "@sveltejs/kit";
import { getLead, getProject } from "#lib/server/workspace.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async (event) => {
  const project = await getProject(event, event.params.id);
  const lead = await getLead(event, project.leadId);

  return json({ project: project.title, lead: lead.name });
};
