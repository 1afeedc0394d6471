import { container } from "@/lib/billing/container";

const DEFAULT_SAMPLE = 25;

export async function GET(_request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const [subscription, peers] = await Promise.all([
    container.resolve("subscriptions").findByUser(userId),
    container.resolve("plans").benchmarks(DEFAULT_SAMPLE, "EUR"),
  ]);

  const average = peers.sample.reduce((sum, cents) => sum + cents, 0) / peers.sample.length;
  return Response.json({ seats: subscription.seats, currency: subscription.currency, average });
}
