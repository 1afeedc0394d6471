import { lane, leg } from "@/lib/logistics/lanes";

export async function GET(_request: Request, { params }: { params: Promise<{ lane: string }> }) {
  const id = (await params).lane;
  const { legs } = await lane(id);
  const all = await Promise.all(Array.from({ length: legs }, (_, at) => leg(id, at + 1)));
  return Response.json({ legs, km: all.reduce((sum, each) => sum + each.km, 0) });
}
