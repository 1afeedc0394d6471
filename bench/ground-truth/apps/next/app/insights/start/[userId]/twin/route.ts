import { releases, usage, viewer } from "@/lib/insights/queries";

export async function GET(_request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const parts = await Promise.all([viewer(userId), releases(), usage(userId)]);
  return Response.json(Object.assign({}, ...parts));
}
