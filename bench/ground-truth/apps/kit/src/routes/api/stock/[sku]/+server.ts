import { json } from "@sveltejs/kit";
import { getJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

const WAREHOUSES = ["hamburg", "lyon", "gdansk", "porto"] as const;

/** Nearest first; a warehouse further away is asked only when the nearer ones are out. */
export const GET: RequestHandler = async ({ params }) => {
  for (const warehouse of WAREHOUSES) {
    const { available } = await getJson<{ available: number }>(`/warehouses/${warehouse}/stock/${params.sku}`);
    if (available > 0) return json({ warehouse, available });
  }
  return json({ warehouse: null, available: 0 });
};
