import { probe } from "@/lib/insights/metrics";

async function firstAndThird(userId: string) {
  const { a } = await probe<{ a: number }>(userId, "a").catch(() => ({ a: 0 }));
  const { c } = await probe<{ c: number }>(userId, "c", `?a=${a}`);
  return { a, c };
}

export async function GET(_request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const [{ a, c }, { b }] = await Promise.all([
    firstAndThird(userId),
    probe<{ b: number | null }>(userId, "b").catch(() => ({ b: null })),
  ]);
  return Response.json({ a, b, c });
}
