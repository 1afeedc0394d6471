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
  const [ticket, sla] = await Promise.all([
    getJson<Ticket>(`/tickets/${ticketId}`),
    getJson<{ hours: number }>(`/accounts/${accountId}/sla`),
  ]);
  return json({ ...ticket, answerWithinHours: sla.hours });
};
