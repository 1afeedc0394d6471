import { getJson } from "#lib/server/http.ts";
import type { LayoutServerLoad } from "./$types";

export const load: LayoutServerLoad = async ({ parent }) => {
  const parentData = await parent();
  const topics = await getJson<string[]>("/help/topics");

  return { ...parentData, topics };
};
