import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { ApiError, api } from "../clients/api.ts";
import { Bus } from "../events/bus.ts";

interface Opened {
  customer: string;
  card: { points?: number; segment?: string };
}

const bus = new Bus<{ "card.opened": Opened }>()
  .on("card.opened", async ({ customer, card }) => {
    card.points = (await api.get<{ points: number }>(`/loyalty/${customer}`)).points;
  })
  .on("card.opened", async ({ customer, card }) => {
    card.segment = (await api.get<{ segment: string }>(`/segments/${customer}`)).segment;
  });

function isSigned(body: unknown, signature: string, secret: string): boolean {
  const expected = createHmac("sha256", secret).update(JSON.stringify(body)).digest();
  const given = Buffer.from(signature, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

interface Hook {
  Headers: { "x-key-id": string; "x-signature": string };
  Body: { delivery: string; cents: number };
}

export async function deliveries(app: FastifyInstance): Promise<void> {
  app.get<{ Params: { customer: string } }>("/cards/:customer", async ({ params: { customer } }) => {
    const card: Opened["card"] = {};
    await bus.publish("card.opened", { customer, card });
    return { points: card.points, segment: card.segment };
  });

  app.get<{ Params: { customer: string } }>("/cards-fast/:customer", async ({ params: { customer } }) => {
    const card: Opened["card"] = {};
    await bus.publishAtOnce("card.opened", { customer, card });
    return { points: card.points, segment: card.segment };
  });

  app.post<Hook>("/webhooks/payments", async (req, reply) => {
    const { secret } = await api.get<{ secret: string }>(`/signing-keys/${req.headers["x-key-id"]}`);
    if (!isSigned(req.body, req.headers["x-signature"], secret)) return reply.code(401).send({ error: "signature" });

    const { seen } = await api.get<{ seen: boolean }>(`/deliveries/${req.body.delivery}`);
    if (seen) return { state: "duplicate" };

    await api.post("/ledger-entries", { delivery: req.body.delivery, cents: req.body.cents });
    await api.put(`/deliveries/${req.body.delivery}`, { seen: true });
    return { state: "booked" };
  });

  app.get<{ Params: { id: string } }>("/receipts/:id", async ({ params: { id } }) => {
    try {
      return await api.get(`/receipts/primary/${id}`);
    } catch (error) {
      if (!(error instanceof ApiError) || error.upstreamStatus < 500) throw error;
      warnReplica(app, id);
      return api.get(`/receipts/replica/${id}`);
    }
  });
}

function warnReplica(app: FastifyInstance, id: string): void {
  app.log.warn({ id }, "receipts: primary failed, reading the replica");
}
