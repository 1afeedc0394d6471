import { auth } from "@/lib/auth";
import { fetchCart } from "@/lib/cart";
import { fetchPrice } from "@/lib/catalog";

export async function GET() {
  const session = await auth();
  const cart = await fetchCart(session.user.cartId ?? "empty");

  const lines = [];
  for (const item of cart.items) {
    const price = await fetchPrice(item.sku);
    lines.push({ ...item, total: price.amount * item.quantity });
  }

  return Response.json({ cart: cart.id, lines });
}
