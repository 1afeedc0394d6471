import type { Upstream } from "../../../upstream/upstream.ts";
import { personById, scatter, scatterText } from "./people.ts";
import { field, get, post } from "./route.ts";

const CODES = { free: "F0", team: "T1", business: "B2" };
const PRICES: Readonly<Record<string, number>> = { F0: 0, T1: 1900, B2: 4900 };

export const billing: Upstream = [
  get("/billing/usage/:id", 34, ({ params }) => {
    const user = personById(params["id"]);
    return user && { userId: user.id, requests: 1000 + scatter(user.n, 40, 90_000), code: CODES[user.plan] };
  }),
  get("/billing/subscriptions/:id", 27, ({ params }) => {
    const user = personById(params["id"]);
    return user && { userId: user.id, planCode: CODES[user.plan], seats: user.seats, currency: "EUR" };
  }),
  get("/billing/plans/:code", 16, ({ params }) => {
    const cents = PRICES[params["code"]!];
    return { code: params["code"], cents: cents ?? 990 };
  }),
  get("/billing/benchmarks", 38, ({ query }) => ({
    sample: Array.from({ length: 3 }, (_, at) => Number(query.get("limit") ?? 10) * 100 + at),
    currency: query.get("currency"),
  })),
  get("/billing/customers/:id", 18, ({ params }) => {
    const user = personById(params["id"]);
    return (
      user && {
        id: user.id,
        legalName: `${user.name} ${user.tenant}`,
        country: user.country,
        defaultCard: `card_${scatter(user.n, 41, 99_999)}`,
      }
    );
  }),
  get("/billing/ledger/:id", 55, ({ params }) => {
    const user = personById(params["id"]);
    return user && Array.from({ length: 4 }, (_, at) => ({ at, cents: scatter(user.n + at, 42, 9_000) }));
  }),
  get("/billing/tax/:country", 24, ({ params }) => ({
    country: params["country"],
    rate: 15 + scatterText(params["country"]!, 3, 10),
  })),
  post("/billing/idempotency/:key", 14, ({ params }) => ({ key: params["key"], fresh: true })),
  post("/billing/charges", 45, (request) => ({
    id: `ch_${scatterText(field(request, "card"), 4, 99_999)}`,
    cents: Number(field(request, "cents")),
  })),
  post("/billing/ledger/:id", 20, () => ({ written: true })),
  post("/billing/tx", 12, () => ({ tx: "tx_3f81" })),
  post("/billing/tx/:tx/debit", 18, () => ({ ok: true })),
  post("/billing/tx/:tx/credit", 18, () => ({ ok: true })),
  post("/billing/tx/:tx/commit", 22, ({ params }) => ({ committed: params["tx"] })),
  get("/billing/freezes/:id", 15, ({ params }) => ({ userId: params["id"], frozen: false })),
  get("/billing/reminders/:id", 29, ({ params }) => {
    const user = personById(params["id"]);
    return user && { level: user.n % 3, next: "2026-12-01" };
  }),
  post("/oauth/token", 25, () => ({ access_token: "svc-7b1f", expires_in: 900 })),
  get("/partner/credit-score/:id", 40, ({ params, headers }) =>
    headers["authorization"] === "Bearer svc-7b1f"
      ? { score: 300 + scatterText(params["id"]!, 5, 550) }
      : { score: null },
  ),
];
