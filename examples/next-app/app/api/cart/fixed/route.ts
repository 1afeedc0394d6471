import pLimit from "p-limit";
import { auth } from "@/lib/auth";
import { fetchCart } from "@/lib/cart";
import { fetchPrice } from "@/lib/catalog";

const PRICES_AT_ONCE = 6;

export async function GET() {
  const session = await auth();
  const cart = await fetchCart(session.user.cartId ?? "empty");

  const limit = pLimit(PRICES_AT_ONCE);
  const lines = await limit.map(cart.items, async (item) => {
    const price = await fetchPrice(item.sku);
    return { ...item, total: price.amount * item.quantity };
  });

  return Response.json({ cart: cart.id, lines });
}
