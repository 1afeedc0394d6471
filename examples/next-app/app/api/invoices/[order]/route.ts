import { fetchInvoice, fetchOrder } from "@/lib/orders";

export async function GET(_request: Request, { params }: { params: Promise<{ order: string }> }) {
  const { order: id } = await params;
  const order = await fetchOrder(id);
  const invoice = await fetchInvoice(order.invoiceId ?? "none");
  if (order.status === "draft") return Response.json({ id: order.id, status: order.status });

  return Response.json({ id: order.id, status: order.status, invoice });
}
