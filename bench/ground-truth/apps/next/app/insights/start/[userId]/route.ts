import { releases, usage, viewer } from "@/lib/insights/queries";

export async function GET(_request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const me = await viewer(userId);
  const news = await releases();
  const used = await usage(userId);
  return Response.json({ ...me, ...news, ...used });
}
