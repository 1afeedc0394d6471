import { j } from "@/lib/shop/api";

export async function GET(_: Request, ctx: { params: Promise<{ userId: string }> }) {
  const { items } = await j<{ items: string[] }>(`/wishlists/${(await ctx.params).userId}`);
  if (!items.length) return Response.json({ items, promotion: null });
  const promotion = await j<{ code: string; percent: number }>("/promotions/wishlist");
  return Response.json({ items, promotion });
}
