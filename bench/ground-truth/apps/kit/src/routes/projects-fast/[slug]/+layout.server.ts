import { error } from "@sveltejs/kit";
import { findJson } from "#lib/server/http.ts";
import type { LayoutServerLoad } from "./$types";

interface Project {
  id: string;
  name: string;
}

export const load: LayoutServerLoad = async ({ params }) => {
  const project = await findJson<Project>(`/projects/by-slug/${params.slug}`);
  if (!project) error(404, "No such project");
  return { project };
};
