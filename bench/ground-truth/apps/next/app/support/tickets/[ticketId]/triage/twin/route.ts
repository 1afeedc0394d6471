import { rules, score, similar } from "@/lib/support/triage";

export async function GET(_req: Request, { params }: { params: Promise<{ ticketId: string }> }) {
  const { ticketId } = await params;
  const pending = { rules: rules(), score: score(ticketId), similar: similar(ticketId) };
  return Response.json({ rules: await pending.rules, score: await pending.score, similar: await pending.similar });
}
