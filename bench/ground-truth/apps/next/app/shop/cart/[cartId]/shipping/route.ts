import { CARRIERS, type Quote, quote } from "@/lib/shop/carriers";

export async function GET(_: Request, ctx: { params: Promise<{ cartId: string }> }) {
  const { cartId } = await ctx.params;
  const quotes = await CARRIERS.reduce<Promise<Quote[]>>(
    (soFar, carrier) => soFar.then((list) => quote(carrier, cartId).then((q) => [...list, q])),
    Promise.resolve([]),
  );
  return Response.json(quotes.toSorted((a, b) => a.cents - b.cents));
}
