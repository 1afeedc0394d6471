import type { Upstream } from "../../../upstream/upstream.ts";
import { PEOPLE, personById, personBySession, scatter, scatterText } from "./people.ts";
import { get, post } from "./route.ts";

const WIDGETS = ["revenue", "churn", "signups", "latency"];

export const content: Upstream = [
  get("/cms/nav", 14, () => ["Getting started", "Guides", "Reference"]),
  get("/cms/docs/:slug", 33, ({ params }) => ({
    slug: params["slug"],
    title: `Docs: ${params["slug"]}`,
    authorId: PEOPLE[scatterText(params["slug"]!, 30, 200)]!.id,
  })),
  get("/cms/authors/:id", 22, ({ params }) => {
    const user = personById(params["id"]);
    return user && { id: user.id, name: user.name, handle: user.handle };
  }),
  get("/cms/posts/:slug", 38, ({ params }) => ({
    slug: params["slug"],
    title: `Post ${params["slug"]}`,
    commentCount: scatterText(params["slug"]!, 31, 9),
  })),
  get("/cms/comments/:slug", 29, ({ params }) => [
    { id: 1, by: PEOPLE[scatterText(params["slug"]!, 32, 200)]!.name },
    { id: 2, by: PEOPLE[scatterText(params["slug"]!, 33, 200)]!.name },
  ]),
  get("/cms/handles/:handle", 25, ({ params }) => {
    const user = PEOPLE.find(({ handle }) => handle === params["handle"]);
    return user && { id: user.id, name: user.name };
  }),
  get("/cms/by-author/:id", 31, ({ params }) =>
    [1, 2].map((at) => ({ slug: `p-${scatterText(params["id"]!, 34 + at, 999)}` })),
  ),
  get("/flags/:tenant", 16, ({ params }) => ({ tenant: params["tenant"], forecast: true, beta: false })),
  get("/forecasts/:tenant", 36, ({ params }) => ({ next: 10_000 + scatterText(params["tenant"]!, 37, 9000) })),
  get("/dash/preferences/:id", 24, ({ params }) => {
    const user = personById(params["id"]);
    return user && { userId: user.id, density: "compact", widgetSet: WIDGETS[scatter(user.n, 38, 4)] };
  }),
  get("/dash/tasks/:id", 30, ({ params }) => [{ id: scatterText(params["id"]!, 39, 999), title: "Review the draft" }]),
  get("/dash/mentions/:id", 34, ({ params }) => ({ unread: scatterText(params["id"]!, 40, 20) })),
  get("/dash/widgets/:set", 21, ({ params }) => ({ set: params["set"], value: scatterText(params["set"]!, 41, 500) })),
  get("/news/headlines", 12, () => ["Ports reopen", "Rates unchanged"]),
  get("/news/weather/:city", 26, ({ params }) => ({
    city: params["city"],
    station: `st-${scatterText(params["city"]!, 42, 90)}`,
  })),
  get("/news/stations/:id", 28, ({ params }) => ({ id: params["id"], celsius: scatterText(params["id"]!, 43, 35) })),
  get("/news/markets/:region", 40, ({ params }) => ({ region: params["region"], index: `ix-${params["region"]}` })),
  get("/news/indices/:id", 24, ({ params }) => ({
    id: params["id"],
    points: 7000 + scatterText(params["id"]!, 44, 900),
  })),
  get("/auth/sessions/:sid", 17, ({ params }) => {
    const user = personBySession(params["sid"]);
    return user && { userId: user.id, role: user.role };
  }),
  get("/portal/tasks", 27, ({ headers }) => [{ title: `Task of ${(headers["x-session"] ?? "nobody").length}` }]),
  get("/portal/notices", 23, () => ["The office is closed on Friday"]),
  post("/analytics/pageviews", 22, () => ({ ok: true })),
  get("/cms/landing/:campaign", 35, ({ params }) => ({ headline: `Welcome, ${params["campaign"]}`, cta: "Start now" })),
  get("/roles/:id", 19, ({ params }) => ({ role: personById(params["id"])?.role ?? "viewer" })),
  get("/payroll/:tenant", 32, ({ params }) => ({ total: 90_000 + scatterText(params["tenant"]!, 45, 50_000) })),
];
