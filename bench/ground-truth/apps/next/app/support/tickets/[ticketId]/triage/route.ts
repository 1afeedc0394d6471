import { rules, score, similar } from "@/lib/support/triage";

export async function GET(_req: Request, { params }: { params: Promise<{ ticketId: string }> }) {
  const { ticketId } = await params;
  const triage = {
    rules: await rules(),
    score: await score(ticketId),
    similar: await similar(ticketId),
  };
  return Response.json(triage);
}
