import { getJson } from "@/lib/logistics/http";
import { withRetry } from "@/lib/logistics/with-retry";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  const tracking = await withRetry(() => getJson<{ state: string }>(`/tracking/${id}`), { attempts: 5, delayMs: 8 });
  return Response.json({ id, state: tracking.state });
}
