import { between, opaqueId } from "../seeded.ts";
import { ok, type Service } from "../service.ts";

const FEEDS: readonly [string, number][] = [
  ["revenue", 180],
  ["visitors", 140],
  ["returns", 220],
  ["suppliers", 160],
  ["warehouse", 260],
  ["tickets", 120],
  ["campaigns", 200],
  ["payouts", 240],
  ["refunds", 130],
  ["traffic", 170],
  ["alerts", 90],
  ["forecast", 300],
  ["staffing", 150],
  ["carriers", 210],
  ["reviews", 110],
  ["fraud", 280],
];

const feeds: readonly Service[] = FEEDS.map(([name, latency]) => ({
  method: "GET",
  path: `/back-office/feeds/${name}`,
  latency,
  respond: ({ seed, person }) => ok({ name, value: between(`${seed}/${name}/${person?.tenant.id}`, 10, 9999) }),
}));

/** The five sources of the shop's own dashboard, as slow as such things are, and its smaller feeds. */
export const backOffice: readonly Service[] = [
  {
    method: "GET",
    path: "/back-office/page",
    latency: 400,
    respond: ({ person }) => ok({ title: `${person?.tenant.name ?? "Shop"} today`, theme: "light" }),
  },
  {
    method: "GET",
    path: "/back-office/session",
    latency: 500,
    respond: ({ person }) =>
      ok({ name: person?.name ?? "Guest", role: person?.role ?? "guest", storeId: person?.tenant.id ?? "none" }),
  },
  {
    method: "GET",
    path: "/back-office/stats",
    latency: 600,
    respond: ({ seed, person }) =>
      ok({ revenue: between(`${seed}/${person?.tenant.id}/revenue`, 1000, 90_000), products: 412 }),
  },
  {
    method: "GET",
    path: "/back-office/orders",
    latency: 550,
    respond: ({ seed, person }) =>
      ok({
        orders: [1, 2, 3, 4, 5].map((step) => ({
          id: opaqueId("ord", `${seed}/${person?.id}/${step}`),
          total: between(`${person?.id}/${step}`, 10, 400),
        })),
      }),
  },
  {
    method: "GET",
    path: "/back-office/notifications",
    latency: 450,
    respond: ({ seed, person }) => ok({ unread: between(`${seed}/${person?.id}/unread`, 0, 12) }),
  },
  {
    method: "GET",
    path: "/back-office/stores/{store}/targets",
    latency: 250,
    respond: ({ seed, params }) =>
      ok({ store: params["store"], target: between(`${seed}/${params["store"]}`, 10_000, 90_000) }),
  },
  {
    method: "GET",
    path: "/back-office/reports/sales",
    latency: 210,
    respond: ({ person }) => ok({ tenant: person?.tenant.slug, rows: 120 }),
  },
  ...feeds,
];
