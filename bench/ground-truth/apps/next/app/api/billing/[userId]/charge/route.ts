import { request } from "@/lib/api";
import { fetchCustomer } from "@/lib/billing/statements";

interface ChargeBody {
  idempotencyKey: string;
  cents: number;
}

function parse(body: unknown): ChargeBody | null {
  if (typeof body !== "object" || body === null) return null;
  const { idempotencyKey, cents } = body as Record<string, unknown>;
  if (typeof idempotencyKey !== "string" || typeof cents !== "number" || cents <= 0) return null;
  return { idempotencyKey, cents };
}

export async function POST(req: Request, { params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params;
  const body = parse(await req.json());
  if (body === null) return Response.json({ error: "bad_request" }, { status: 400 });

  const claim = await request<{ fresh: boolean }>(`/billing/idempotency/${body.idempotencyKey}`, { method: "POST" });
  if (!claim.fresh) return Response.json({ error: "duplicate" }, { status: 409 });

  const customer = await fetchCustomer(userId);
  const charge = await request<{ id: string; cents: number }>("/billing/charges", {
    method: "POST",
    body: { card: customer.defaultCard, cents: body.cents },
  });
  await request(`/billing/ledger/${userId}`, { method: "POST", body: { cents: -body.cents, memo: "card" } });
  return Response.json({ id: charge.id });
}
