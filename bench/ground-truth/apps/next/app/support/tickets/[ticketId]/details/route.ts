import { http, respond, unwrapOr } from "@/lib/support/result";

interface Ticket {
  id: string;
  requester: string;
  queue: string;
  subject: string;
}

export async function GET(_req: Request, { params }: { params: Promise<{ ticketId: string }> }) {
  const { ticketId } = await params;

  const ticket = await http.get<Ticket>(`/tickets/${ticketId}`);
  if (!ticket.ok) return respond(ticket);
  const { requester: customerId, queue, subject } = ticket.value;

  const customer = await http.get<{ name: string; plan: string }>(`/customers/${customerId}`);
  const sla = await http.get<{ hours: number }>(`/sla/${queue}`);

  return Response.json({
    subject,
    customer: unwrapOr(customer, { name: "(unknown)", plan: "free" }).name,
    dueInHours: unwrapOr(sla, { hours: 48 }).hours,
  });
}
