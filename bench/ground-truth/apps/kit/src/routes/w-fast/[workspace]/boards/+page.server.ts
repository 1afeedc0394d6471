import { getJson } from "#lib/server/http.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ locals }) => {
  const boards = await getJson<{ id: string; name: string }[]>(`/workspaces/${locals.workspace!.id}/boards`);
  const limits = await locals.limits!;
  return { name: locals.workspace!.name, boards, left: limits.boards - boards.length };
};
