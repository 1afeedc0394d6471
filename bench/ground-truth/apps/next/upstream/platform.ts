import type { Upstream, UpstreamAnswer } from "../../../upstream/upstream.ts";
import { personById, personBySession, scatterText } from "./people.ts";
import { field, get, post, route } from "./route.ts";

const sessionOf = (headers: Readonly<Record<string, string>>): string | undefined =>
  headers["authorization"]?.replace("Bearer ", "");

export const platform: Upstream = [
  get("/identity/whoami", 18, ({ headers }) => {
    const user = personBySession(sessionOf(headers));
    return user && { id: user.id, name: user.name, tenant: user.tenant };
  }),
  get("/identity/users/:id/settings", 29, ({ params }) => ({ id: params["id"], beta: false, locale: "en" })),
  get("/identity/users/:id/quota", 33, ({ params }) => ({ used: scatterText(params["id"]!, 70, 1000), of: 1000 })),
  get("/identity/tenants/:tenant", 26, ({ params }) => ({
    tenant: params["tenant"],
    tier: "gold",
    shard: `sh${scatterText(params["tenant"]!, 71, 8)}`,
  })),
  get("/inbox/messages", 27, ({ headers }) => [{ shard: headers["x-shard"] ?? "none", subject: "Hello" }]),
  get("/regions/of/:tenant", 16, ({ params }) => ({
    region: ["eu-1", "us-2", "ap-1"][scatterText(params["tenant"]!, 72, 3)],
  })),
  get("/objects/:region/buckets", 31, ({ params }) => ["logs", "media"].map((name) => `${params["region"]}-${name}`)),
  get("/pipeline/tenants/:tenant", 21, ({ params }) => ({
    tenant: params["tenant"],
    name: params["tenant"]!.toUpperCase(),
  })),
  get("/pipeline/users/:id", 24, ({ params }) => {
    const user = personById(params["id"]);
    return user && { id: user.id, basket: `bk-${user.n * 3 + 11}`, tenant: user.tenant };
  }),
  get("/pipeline/baskets/:id", 20, ({ params }) => ({ id: params["id"], lines: scatterText(params["id"]!, 73, 9) })),
  post("/telemetry/views", 11, () => ({ ok: true })),
  get("/reports/:id", 24, ({ params }) => ({ id: params["id"], owner: `own-${scatterText(params["id"]!, 74, 50)}` })),
  get("/owners/:id", 23, ({ params }) => ({ id: params["id"], phone: `+49-${scatterText(params["id"]!, 75, 9999)}` })),
  get("/teams/of/:user", 19, ({ params }) => ({ teamId: personById(params["user"])?.teamId ?? "team-none" })),
  get("/teams/:id/board", 28, ({ params }) => ({ id: params["id"], cards: scatterText(params["id"]!, 76, 40) })),
  post("/baskets/:id/activate", 17, () => ({ ok: true })),
  get("/baskets/active", 22, () => ({ lines: 3, total: 5400 })),
  get("/kv/:key", 10, ({ params }) => ({
    hit: scatterText(params["key"]!, 77, 2) === 0 ? { rows: 12, from: "cache" } : null,
  })),
  get("/warehouse/aggregate/:tenant", 46, ({ params }) => ({
    rows: scatterText(params["tenant"]!, 78, 90),
    from: "warehouse",
  })),
  route("PUT", "/kv/:key", 12, () => ({ stored: true })),
  get("/limits/:key/take", 11, () => ({ allowed: true, left: 41 })),
  get("/exports/:id", 39, ({ params }) => ({ id: params["id"], url: `https://dl.example/${params["id"]}` })),
  {
    method: "GET",
    path: "/articles/:id",
    latencyMs: 22,
    answer: ({ params }): UpstreamAnswer => ({
      headers: { etag: `"v${scatterText(params["id"]!, 79, 400)}"` },
      json: { id: params["id"], title: "Draft" },
    }),
  },
  route("PUT", "/articles/:id", 27, (request) => ({ title: field(request, "title") })),
  {
    method: "POST",
    path: "/uploads",
    latencyMs: 24,
    answer: (request): UpstreamAnswer => ({
      status: 201,
      headers: { location: `/uploads/up-${scatterText(field(request, "name"), 80, 99_999)}` },
      json: { accepted: true },
    }),
  },
  get("/uploads/:id", 18, ({ params }) => ({ id: params["id"], bytes: 2048 })),
  get("/compose/sessions/:sid", 17, ({ params }) => {
    const user = personBySession(params["sid"]);
    return user && { user: user.id };
  }),
  get("/compose/tenants/:tenant", 25, ({ params }) => ({ tenant: params["tenant"], locale: "de" })),
  get("/compose/tasks/:user", 28, ({ params }) => [{ id: scatterText(params["user"]!, 81, 900) }]),
  post("/login", 26, (request) => ({ token: `tk-${scatterText(field(request, "email"), 82, 999_999)}` })),
  get("/me/feed", 24, ({ headers }) => ({ items: scatterText(headers["authorization"] ?? "", 83, 12) })),
];
