import { j } from "@/lib/shop/api";

type Cart = { id: string; items: { sku: string; quantity: number }[] };

export async function GET(_: Request, ctx: { params: Promise<{ cartId: string }> }) {
  const cart = await j<Cart>(`/carts/${(await ctx.params).cartId}`);
  let total = 0;
  for (const { sku, quantity } of cart.items) {
    const { cents } = await j<{ cents: number }>(`/prices/${sku}`);
    total += cents * quantity;
  }
  return Response.json({ lines: cart.items.length, total });
}
