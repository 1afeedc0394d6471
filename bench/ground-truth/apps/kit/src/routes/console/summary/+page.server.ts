import { getJson } from "#lib/server/http.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => {
  return { summary: await getJson<{ openCases: number; refundsToday: number }>("/console/summary") };
};
