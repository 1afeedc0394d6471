import { getJson } from "#lib/server/http.ts";
import type { Card } from "#lib/cards.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ parent }) => {
  const { project } = await parent();
  const open = await getJson<Card[]>(`/boards/${project.id}/cards`);
  const archived = await getJson<Card[]>(`/boards/${project.id}/archive`);
  return { name: project.name, open, archived };
};
