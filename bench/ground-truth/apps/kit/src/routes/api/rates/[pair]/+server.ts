import { json } from "@sveltejs/kit";
import { getJson } from "#lib/server/http.ts";
import { withRetry } from "#lib/server/with-retry.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params }) => {
  const rate = await withRetry(4, () => getJson<{ value: number }>(`/fx/${params.pair}`));
  return json({ pair: params.pair, rate: rate.value });
};
