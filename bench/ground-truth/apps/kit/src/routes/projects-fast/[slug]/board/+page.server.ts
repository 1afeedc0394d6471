import { getJson } from "#lib/server/http.ts";
import type { Card } from "#lib/cards.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ parent }) => {
  const { project } = await parent();
  const [open, archived] = await Promise.all([
    getJson<Card[]>(`/boards/${project.id}/cards`),
    getJson<Card[]>(`/boards/${project.id}/archive`),
  ]);
  return { name: project.name, open, archived };
};
