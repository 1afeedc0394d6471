import { probe } from "@/lib/insights/metrics";

export async function GET(_request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const [first, second] = await Promise.allSettled([
    probe<{ a: number }>(userId, "a"),
    probe<{ b: number }>(userId, "b"),
  ]);
  const a = first.status === "fulfilled" ? first.value.a : 0;
  const b = second.status === "fulfilled" ? second.value.b : null;
  const { c } = await probe<{ c: number }>(userId, "c", `?a=${a}`);
  return Response.json({ a, b, c });
}
