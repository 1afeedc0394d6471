import type { Upstream } from "../../../upstream/upstream.ts";
import { personById, scatter, scatterText } from "./people.ts";
import { field, get, route } from "./route.ts";

export const account: Upstream = [
  get("/accounts/:id/profile", 28, ({ params }) => {
    const user = personById(params["id"]);
    if (user === undefined) return undefined;
    const { id, name, email, tenant, teamId, country } = user;
    return { id, name, email, tenant, teamId, country };
  }),
  get("/accounts/:id/orders", 35, ({ params, query }) => {
    const user = personById(params["id"]);
    if (user === undefined) return undefined;
    const count = Math.min(Number(query.get("limit") ?? 10), 1 + scatter(user.n, 20, 6));
    return Array.from({ length: count }, (_, at) => ({
      id: `ord_${scatter(user.n * 31 + at, 21, 900_000) + 100_000}`,
      total: 900 + scatter(user.n + at * 7, 22, 40_000),
    }));
  }),
  get("/announcements", 18, () => [
    { id: "a-17", title: "Scheduled maintenance on Sunday" },
    { id: "a-18", title: "Invoices can now be split by cost centre" },
  ]),
  get("/accounts/:id", 22, ({ params }) => {
    const user = personById(params["id"]);
    if (user === undefined) return undefined;
    const { id, name, tenant, teamId, plan, n } = user;
    return { id, name, tenant, teamId, plan, status: n % 11 === 10 ? "suspended" : "active" };
  }),
  get("/accounts/:id/invoices", 31, ({ params }) => {
    const user = personById(params["id"]);
    if (user === undefined) return undefined;
    return Array.from({ length: 3 }, (_, at) => ({
      number: `INV-${2024 + (at % 2)}-${scatter(user.n * 5 + at, 23, 90_000) + 10_000}`,
      cents: 4900 + scatter(user.n, 24 + at, 20_000),
    }));
  }),
  get("/tenants/:tenant/branding", 24, ({ params }) => ({
    tenant: params["tenant"],
    accent: ["#0b5", "#06c", "#c30"][scatterText(params["tenant"]!, 1, 3)],
    logo: `https://cdn.example/${params["tenant"]}.svg`,
  })),
  get("/accounts/:id/sessions", 26, ({ params }) => {
    const user = personById(params["id"]);
    return (
      user && [
        { id: `ses_${user.sid}`, browser: "Firefox" },
        { id: `ses_${user.sid}x`, browser: "Safari" },
      ]
    );
  }),
  get("/accounts/:id/api-keys", 33, ({ params }) => {
    const user = personById(params["id"]);
    return user && [{ prefix: `nw_${scatter(user.n, 25, 46_000).toString(36)}`, scopes: ["read"] }];
  }),
  get("/avatars/:hash", 20, ({ params }) => ({ url: `https://img.example/${params["hash"]}.png`, size: 128 })),
  get("/gdpr/:id/status", 19, ({ params }) => ({ id: params["id"], state: "clear", legalHold: false })),
  get("/gdpr/:id/archive", 42, ({ params }) => {
    const user = personById(params["id"]);
    return user && { files: [`${user.handle}-orders.csv`, `${user.handle}-profile.json`], bytes: 20_480 + user.n * 64 };
  }),
  route("PUT", "/accounts/:id/preferences", 30, (request) => ({ ok: true, theme: field(request, "theme") })),
  get("/accounts/:id/preferences", 21, ({ params }) => {
    const user = personById(params["id"]);
    return user && { theme: user.n % 2 === 0 ? "dark" : "light", locale: user.country.toLowerCase(), digest: "weekly" };
  }),
];
