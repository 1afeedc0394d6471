import { fetchAddress } from "@/lib/account";
import { auth } from "@/lib/auth";
import { fetchCart, fetchShippingQuote } from "@/lib/cart";

export async function GET() {
  const { user } = await auth();
  const [cart, address] = await Promise.all([fetchCart(user.cartId ?? "empty"), fetchAddress(user.id)]);
  const quote = await fetchShippingQuote(address.zip);

  return Response.json({ items: cart.items.length, address, shipping: quote.amount });
}
