import { UnitOfWork } from "@/lib/billing/unit-of-work";

export async function POST(request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const { cents } = (await request.json()) as { cents: number };

  const work = await UnitOfWork.begin();
  await work.debit("acc_revenue", cents);
  await work.credit(userId, cents);
  const committed = await work.commit();

  return Response.json({ refunded: cents, committed: committed.startsWith("tx_") });
}
