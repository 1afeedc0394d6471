import { container } from "@/lib/billing/container";

export async function GET(_request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const service = container.resolve("summary");
  return Response.json(await service.summarise(userId));
}
