import { bucketOf, layoutNamed } from "@/lib/insights/metrics";

const LAYOUT = { a: "classic", b: "modern" } as const;

export async function GET(_request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const { bucket } = await bucketOf((await params).userId);
  return Response.json(await layoutNamed(LAYOUT[bucket]));
}
