import { request } from "@/lib/api";
import { serviceToken } from "@/lib/billing/service-token";

export async function GET(_request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const bearer = await serviceToken();
  const { score } = await request<{ score: number | null }>(`/partner/credit-score/${userId}`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  return Response.json({ score, band: score === null ? "unknown" : score > 600 ? "low-risk" : "watch" });
}
