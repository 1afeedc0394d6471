import { sections } from "@/lib/logistics/manifest";

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const manifest: Record<string, unknown> = {};
  for await (const { name, body } of sections((await params).id)) manifest[name] = body;
  return Response.json(manifest);
}
