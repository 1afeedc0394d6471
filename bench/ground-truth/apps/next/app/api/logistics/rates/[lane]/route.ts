import { HttpStatus, getJson } from "@/lib/logistics/http";

type Rate = { cents: number };

export async function GET(_request: Request, { params }: { params: Promise<{ lane: string }> }) {
  const { lane } = await params;
  try {
    const rate = await getJson<Rate>(`/rates/primary/${lane}`);
    return Response.json({ ...rate, source: "primary" });
  } catch (error) {
    if (!(error instanceof HttpStatus)) throw error;
    const rate = await getJson<Rate>(`/rates/fallback/${lane}`);
    return Response.json({ ...rate, source: "fallback" });
  }
}
