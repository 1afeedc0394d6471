import { fetchOrderPage } from "@/lib/orders";

export async function GET() {
  const orders: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof fetchOrderPage>> = await fetchOrderPage(cursor);
    orders.push(...page.orders);
    cursor = page.next;
  } while (cursor !== null);

  return Response.json({ count: orders.length, orders });
}
