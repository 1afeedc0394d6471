import type { Upstream } from "../../../upstream/upstream.ts";
import { pick, token, whole } from "../../../upstream/seeded.ts";
import { NOT_FOUND, get, post } from "./route.ts";

const PLANS = ["free", "team", "business"] as const;

/** What the hooks of the portal, the store, the console, the workspaces and the files ask for. */
export const AREAS: Upstream = [
  get("/tenants/by-host/:host", 35, ({ params: { host = "" } }) => ({
    json: { id: token("ten_", host), name: `${host.split(".")[0]} GmbH`, accent: pick(host, ["#0a7", "#c30", "#25c"]) },
  })),
  get("/sessions/:sid", 25, ({ params: { sid = "" } }) =>
    sid.startsWith("gone")
      ? NOT_FOUND
      : { json: { userId: token("usr_", sid), displayName: pick(sid, ["Mira B.", "J. Okafor", "Lena", "Pavel N."]) } },
  ),
  get("/flags/portal", 15, () => ({ json: { invoices: true, shipments: true, claims: false } })),
  get("/markets/:country", 20, ({ params: { country = "" } }) => ({
    json: { code: country, currency: country === "US" ? "USD" : "EUR", catalogId: token("cat_", country, 6) },
  })),
  get("/translations/:locale", 40, ({ params: { locale = "" } }) => ({
    json: {
      title: `Shop ${locale}`,
      basket: { de: "In den Korb", fr: "Au panier", ko: "담기" }[locale] ?? "Add to basket",
      soldOut: "–",
    },
  })),
  get("/catalogs/:catalog/categories/:slug", 45, ({ params: { catalog = "", slug = "" } }) => ({
    json: {
      heading: slug.replaceAll("-", " "),
      items: [1, 2, 3].map((n) => ({
        sku: token("", `${catalog}${slug}${n}`, 8),
        name: `${slug} no. ${n}`,
        cents: whole(`${catalog}${slug}${n}`, 499, 24_999),
      })),
    },
  })),
  get("/staff-sessions/:sid", 22, ({ params: { sid = "" } }) => ({
    json: { active: whole(sid, 0, 5) > 0, staffId: token("stf_", sid) },
  })),
  post("/audit", 18, () => ({ status: 201, json: { stored: true } })),
  get("/console/summary", 38, () => ({ json: { openCases: 41, refundsToday: 6 } })),
  get("/workspaces/:slug", 24, ({ params: { slug = "" } }) =>
    slug.startsWith("closed-")
      ? NOT_FOUND
      : { json: { id: token("ws_", slug), name: slug.toUpperCase(), plan: pick(slug, PLANS) } },
  ),
  get("/workspaces/:id/members/:uid", 30, ({ params: { id = "", uid = "" } }) =>
    whole(id + uid, 0, 7) === 0 ? NOT_FOUND : { json: { role: pick(uid, ["owner", "editor", "guest"]) } },
  ),
  get("/plans/:plan", 26, ({ params: { plan = "" } }) => ({
    json: { free: { boards: 3, seats: 5 }, team: { boards: 20, seats: 25 }, business: { boards: 200, seats: 500 } }[
      plan
    ] ?? { boards: 0, seats: 0 },
  })),
  get("/workspaces/:id/boards", 42, ({ params: { id = "" } }) => ({
    json: ["Roadmap", "Bugs"].map((name) => ({ id: token("brd_", id + name), name })),
  })),
  get("/files/:id", 44, ({ params: { id = "" } }) =>
    whole(id, 0, 9) === 0 ? NOT_FOUND : { json: { name: `${id}.pdf`, bytes: whole(`${id} bytes`, 900, 4_000_000) } },
  ),
  post("/counters/file-views", 10, () => ({ status: 202, json: { ok: true } })),
  post("/access-log", 14, () => ({ status: 201, json: { ok: true } })),
];
