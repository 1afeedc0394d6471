import { j } from "@/lib/shop/api";

type Cart = { id: string; items: { sku: string; quantity: number }[] };

export async function GET(_: Request, ctx: { params: Promise<{ cartId: string }> }) {
  const cart = await j<Cart>(`/carts/${(await ctx.params).cartId}`);
  const parts = await Promise.all(
    cart.items.map(({ sku, quantity }) => j<{ cents: number }>(`/prices/${sku}`).then(({ cents }) => cents * quantity)),
  );
  return Response.json({ lines: cart.items.length, total: parts.reduce((a, b) => a + b, 0) });
}
