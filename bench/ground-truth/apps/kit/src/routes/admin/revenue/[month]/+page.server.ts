import { getJson } from "#lib/server/http.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params, parent }) => {
  // The layout turns everybody else away; without this line both loads would start at once.
  await parent();
  return { revenue: await getJson<{ gross: number; refunds: number }>(`/reports/revenue/${params.month}`) };
};
