import { CARRIERS, quote } from "@/lib/shop/carriers";

export async function GET(_: Request, ctx: { params: Promise<{ cartId: string }> }) {
  const { cartId } = await ctx.params;
  const quotes = await Promise.all(CARRIERS.map((carrier) => quote(carrier, cartId)));
  return Response.json(quotes.toSorted((a, b) => a.cents - b.cents));
}
