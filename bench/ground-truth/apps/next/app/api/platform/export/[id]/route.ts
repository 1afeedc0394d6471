import { call } from "@/lib/platform/gateway";

async function takeToken(key: string): Promise<boolean> {
  const { allowed } = await call<{ allowed: boolean }>(`/limits/${key}/take`);
  return allowed;
}

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  if (!(await takeToken("exports"))) return new Response("slow down", { status: 429, headers: { "retry-after": "5" } });
  return Response.json(await call<{ url: string }>(`/exports/${id}`));
}
