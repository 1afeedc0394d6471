import { request } from "@/lib/api";

class Locked extends Error {}

async function assertNotFrozen(userId: string) {
  const { frozen } = await request<{ frozen: boolean }>(`/billing/freezes/${userId}`);
  if (frozen) throw new Locked("account is frozen");
}

export async function GET(_request: Request, { params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  try {
    await assertNotFrozen(userId);
    const reminder = await request<{ level: number; next: string }>(`/billing/reminders/${userId}`);
    return Response.json(reminder);
  } catch (error) {
    if (!(error instanceof Locked)) throw error;
    return Response.json({ error: error.message }, { status: 423 });
  }
}
