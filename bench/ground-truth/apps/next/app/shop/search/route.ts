import type { NextRequest } from "next/server";
import { facets, results, spelling } from "@/lib/shop/search";

export async function GET({ nextUrl }: NextRequest) {
  const q = nextUrl.searchParams.get("q") ?? "";
  if (q.length < 2) return Response.json({ error: "too short" }, { status: 400 });
  const { term } = await spelling(q);
  const { brands } = await facets(q);
  return Response.json({ term, brands, hits: await results(term) });
}
