import { asCsv, facetsOf, listing, withFacets } from "@/lib/shop/listing";

export async function GET(request: Request, ctx: { params: Promise<{ slug: string }> }) {
  const { slug } = await ctx.params;
  const facets = await facetsOf(slug);

  if (new URL(request.url).searchParams.get("format") === "csv") {
    return new Response(asCsv(await listing(slug)), { headers: { "content-type": "text/csv" } });
  }

  return Response.json(withFacets(await listing(slug), facets));
}
