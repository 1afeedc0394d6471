import { json } from "@sveltejs/kit";
import { getJson } from "#lib/server/http.ts";
import type { RequestHandler } from "./$types";

interface Ticket {
  id: string;
  accountId: string;
  subject: string;
}

export const GET: RequestHandler = async ({ params }) => {
  const { ticketId, accountId } = params;
  const ticket = await getJson<Ticket>(`/tickets/${ticketId}`);
  const sla = await getJson<{ hours: number }>(`/accounts/${accountId}/sla`);
  return json({ ...ticket, answerWithinHours: sla.hours });
};
