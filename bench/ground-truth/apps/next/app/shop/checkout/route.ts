import { after } from "next/server";
import { send } from "@/lib/shop/api";

export async function POST(request: Request) {
  const { cart, email } = (await request.json()) as { cart: string; email: string };
  await send("/stock/reservations", { cart });
  const order = await send<{ id: string }>("/orders", { cart, email });
  const payment = await send<{ id: string }>("/payments", { order: order.id });
  after(() => send("/audit", { what: "checkout", cart }));
  return Response.json({ order: order.id, payment: payment.id }, { status: 201 });
}
