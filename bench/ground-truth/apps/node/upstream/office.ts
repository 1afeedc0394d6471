import { pick, token, whole } from "../../../upstream/seeded.ts";
import type { Upstream } from "../../../upstream/upstream.ts";
import { byId, on } from "./route.ts";

const PEOPLE = ["Mira Berg", "Jonas Okafor", "Ada Lind", "Tomas Tanaka", "Yuna Rossi"];

/** Teams, feeds, tenants, jobs and builds. */
export const OFFICE: Upstream = [
  on("GET", "/auth/keys/:key", 22, ({ params: { key = "" } }) =>
    whole(key, 0, 9) === 0 ? { status: 404, json: { error: "unknown" } } : { json: { owner: pick(key, PEOPLE) } },
  ),
  byId("/teams/:id", 31, (id) => ({ id, name: `Team ${id}` })),
  on("GET", "/tasks", 43, ({ query }) => ({
    json: [1, 2, 3].map((n) => ({ title: `Task ${n}`, done: whole(`${query.get("team")}${n}`, 0, 1) === 0 })),
  })),
  on("GET", "/articles", 34, ({ query }) => ({
    json: [1, 2, 3].map((n) => {
      const seed = `${query.get("topic")}${n}`;
      return {
        id: token("art_", seed, 6),
        title: token("On ", seed, 9),
        author: token("aut_", String(whole(seed, 0, 9)), 6),
      };
    }),
  })),
  on("POST", "/authors/batch", 29, ({ body }) => {
    const { ids } = body as { ids: string[] };
    return { json: Object.fromEntries(ids.map((id) => [id, { name: pick(id, PEOPLE) }])) };
  }),
  on("GET", "/mirror-files/:set/:name", 24, ({ params: { set = "", name = "" } }) => ({
    json: { bytes: whole(set + name, 1000, 9_000_000) },
  })),
  byId("/playlists/:id", 26, (id) => ({
    tracks: Array.from({ length: whole(id, 3, 5) }, (_, n) => token("trk_", id + n, 8)),
  })),
  byId("/tracks/:id", 21, (id) => ({ seconds: whole(id, 90, 400) })),
  byId("/tenants/:id", 25, (id) => ({ schema: token("t_", id, 7) })),
  on("GET", "/db/:schema/customers", 37, ({ params: { schema = "" } }) => ({
    json: [1, 2].map((n) => ({ id: `c${n}`, name: token("Client ", schema + n, 5) })),
  })),
  on("GET", "/db/:schema/contracts", 41, ({ params: { schema = "" } }) => ({
    json: [1, 2, 3].map((n) => ({ customer: `c${1 + (n % 2)}`, euros: whole(schema + n, 500, 90_000) })),
  })),
  on("PUT", "/jobs/:id/claim", 19, ({ params: { id = "" } }) =>
    whole(id, 0, 6) === 0 ? { status: 409, json: { error: "claimed" } } : { json: { claimed: true } },
  ),
  on("PUT", "/jobs/:id/complete", 17, () => ({ json: { done: true } })),
  byId("/job-definitions/:id", 28, (id) => ({ subject: `News ${id}` })),
  byId("/recipients/:id", 36, (id) => [1, 2].map((n) => `${token("", id + n, 6)}@example.com`)),
  on("POST", "/mailings", 33, () => ({ status: 202, json: { queued: true } })),
  byId("/orgs/:id/settings", 27, (id) => ({ anonymous: whole(id, 0, 1) === 1 })),
  on("GET", "/audit/:org/entries", 18, ({ params: { org = "" }, query }) => {
    const page = query.get("after") === "start" ? 0 : Number(query.get("after")?.slice(1));
    const entries = [1, 2].map((n) => ({ at: page * 10 + n, actor: pick(`${org}${page}${n}`, PEOPLE) }));
    // A cursor this service never gave out ends the list.
    return { json: page + 1 < whole(org, 2, 4) ? { entries, next: `p${page + 1}` } : { entries } };
  }),
  byId("/coverage/:id", 45, (id) => ({ percent: whole(id, 40, 99) })),
  byId("/builds/:id/latest", 23, (id) => ({ state: pick(id, ["passing", "failing", "none", "none"]) })),
  on("GET", "/ping/:name", 20, ({ params: { name = "" } }) =>
    name === "mail" ? { status: 503, json: { error: "down" } } : { json: { ok: true } },
  ),
];
