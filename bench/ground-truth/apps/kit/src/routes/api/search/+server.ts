import { json } from "@sveltejs/kit";
import { getJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

interface Hit {
  id: string;
  title: string;
}

export const GET: RequestHandler = async ({ url }) => {
  const q = url.searchParams.get("q")?.trim() ?? "";
  if (q.length < 2) return json({ hits: [], facets: {} });

  const query = new URLSearchParams({ q });
  const hits = await getJson<Hit[]>(`/search/hits?${query}`);
  if (hits.length === 0) return json({ hits, facets: {} });

  const facets = await getJson<Record<string, number>>(`/search/facets?${query}`);
  return json({ hits, facets });
};
