import type { FastifyInstance } from "fastify";
import { api } from "../clients/api.ts";

interface Loan {
  id: string;
  currency: string;
  grade: "A" | "B" | "C";
  euros: number;
}

const loanOf = (id: string) => api.get<Loan>(`/loans/${id}`);
/** All loans of this bank are in euros. */
const baseRate = () => api.get<{ percent: number }>("/base-rates/EUR");
const surcharge = (grade: Loan["grade"]) => api.get<{ percent: number }>(`/risk-tables/${grade}`);

export async function finance(app: FastifyInstance): Promise<void> {
  app.get<{ Params: { id: string } }>("/loans/:id/rate", async ({ params }) => {
    const loan = await loanOf(params.id);
    const base = await baseRate();
    const risk = await surcharge(loan.grade);
    return { id: loan.id, percent: base.percent + risk.percent };
  });

  app.get<{ Params: { id: string } }>("/loans/:id/rate-fast", async ({ params }) => {
    const priced = loanOf(params.id).then(async (loan) => ({ loan, risk: await surcharge(loan.grade) }));
    const [{ loan, risk }, base] = await Promise.all([priced, baseRate()]);
    return { id: loan.id, percent: base.percent + risk.percent };
  });

  app.get<{ Params: { place: string } }>("/geocode/:place", async ({ params }, reply) => {
    const grant = await api.post<{ granted: boolean }>("/rate-limiter/geocode/take", { tokens: 1 });
    if (!grant.granted) return reply.code(429).send({ error: "slow down" });
    return api.get(`/geo/${params.place}`);
  });
}
