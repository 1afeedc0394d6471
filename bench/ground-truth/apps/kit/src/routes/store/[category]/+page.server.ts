import { getJson } from "#lib/server/http.ts";
import type { PageServerLoad } from "./$types";

interface Listing {
  heading: string;
  items: { sku: string; name: string; cents: number }[];
}

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  const { catalogId, currency } = locals.market!;
  const listing = await getJson<Listing>(`/catalogs/${catalogId}/categories/${params.category}`);
  setHeaders({ "cache-control": "private, max-age=30" });
  return { currency, listing };
};
