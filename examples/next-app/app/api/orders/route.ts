import { errorResponse } from "@/lib/error-response";
import { confirmOrder, createOrder, reserveStock } from "@/lib/orders";

/** Places an order. Stock may only be taken for an order that exists, so these run in this order. */
export async function POST(request: Request) {
  const { sku, quantity } = (await request.json()) as { sku: string; quantity: number };
  try {
    const order = await createOrder(sku, quantity);
    const reservation = await reserveStock(sku, quantity);
    const confirmed = await confirmOrder(order.id);
    return Response.json({ order: confirmed, reservation }, { status: 201 });
  } catch (error) {
    return errorResponse(error);
  }
}
