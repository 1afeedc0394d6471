import { http } from "@/lib/support/result";

/** In order of urgency. */
const QUEUES = ["vip", "billing", "general"] as const;

export async function GET(_req: Request, { params }: { params: Promise<{ agentId: string }> }) {
  const { agentId } = await params;
  for (const queue of QUEUES) {
    const peeked = await http.get<{ ticket: string | null }>(`/queues/${queue}/next?agent=${agentId}`);
    if (peeked.ok && peeked.value.ticket) return Response.json({ queue, ticket: peeked.value.ticket });
  }
  return Response.json({ queue: null, ticket: null });
}
