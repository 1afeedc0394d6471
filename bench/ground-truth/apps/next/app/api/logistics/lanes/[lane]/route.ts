import { lane, leg } from "@/lib/logistics/lanes";

export async function GET(_request: Request, { params }: { params: Promise<{ lane: string }> }) {
  const id = (await params).lane;
  const { legs } = await lane(id);
  let km = 0;
  let n = 0;
  while (n < legs) {
    n += 1;
    km += (await leg(id, n)).km;
  }
  return Response.json({ legs, km });
}
