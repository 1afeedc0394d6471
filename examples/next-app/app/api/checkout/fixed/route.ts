import { fetchAddress } from "@/lib/account";
import { auth } from "@/lib/auth";
import { fetchCart, fetchShippingQuote } from "@/lib/cart";

export async function GET() {
  const { user } = await auth();
  const [cart, { address, quote }] = await Promise.all([fetchCart(user.cartId ?? "empty"), addressWithQuote(user.id)]);

  return Response.json({ items: cart.items.length, address, shipping: quote.amount });
}

async function addressWithQuote(userId: string) {
  const address = await fetchAddress(userId);
  const quote = await fetchShippingQuote(address.zip);
  return { address, quote };
}
