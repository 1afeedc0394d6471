import type { Upstream } from "../../../upstream/upstream.ts";
import { pick, token, whole } from "../../../upstream/seeded.ts";
import { NOT_FOUND, get } from "./route.ts";

const NAMES = ["Mira Berg", "Jonas Okafor", "Ada Lind", "Tomas Tanaka", "Yuna Rossi", "Ines Silva"];
const TOPICS = ["billing", "sign-in", "exports", "mobile"];

/** What the pages' loads ask for. */
export const PAGES: Upstream = [
  get("/spaces/:space", 32, ({ params: { space = "" } }) => ({
    json: {
      key: space,
      name: `Team ${space}`,
      tree: [
        { slug: "home", title: "Home" },
        { slug: "runbook", title: "Runbook" },
      ],
    },
  })),
  get("/spaces/:space/pages/:slug", 46, ({ params: { space = "", slug = "" } }) => ({
    json: {
      slug,
      title: slug.replaceAll("-", " "),
      body: `${token("Text ", space + slug, 40)}.`,
      editedBy: pick(slug + space, NAMES),
    },
  })),
  get("/projects/by-slug/:slug", 28, ({ params: { slug = "" } }) =>
    whole(slug, 0, 11) === 0 ? NOT_FOUND : { json: { id: token("prj_", slug), name: slug } },
  ),
  get("/boards/:project/cards", 40, ({ params: { project = "" } }) => ({ json: cards(`${project} open`, 4) })),
  get("/boards/:project/archive", 34, ({ params: { project = "" } }) => ({ json: cards(`${project} archive`, 2) })),
  get("/staff/:sid", 27, ({ params: { sid = "" } }) => ({
    json: { name: pick(sid, NAMES), role: whole(`${sid} role`, 0, 4) === 0 ? "support" : "admin" },
  })),
  get("/reports/revenue/:month", 50, ({ params: { month = "" } }) => ({
    json: { gross: whole(month, 100_000, 900_000), refunds: whole(`${month} refunds`, 100, 9000) },
  })),
  get("/customers/:id", 30, ({ params: { id = "" } }) => ({
    json: { name: pick(id, NAMES), tier: pick(`${id} tier`, ["basic", "silver", "gold"]) },
  })),
  get("/customers/:id/orders", 48, ({ params: { id = "" } }) => ({
    json: {
      orders: [1, 2, 3].map((n) => ({ number: token("O-", id + n, 7), total: whole(id + n, 900, 90_000) / 100 })),
    },
  })),
  get("/recommendations/:id", 36, ({ params: { id = "" } }) => ({
    json: [pick(id, ["tent", "stove", "rope"]), pick(`${id}2`, ["map", "lamp"])],
  })),
  get("/products/:sku", 26, ({ params: { sku = "" } }) => ({
    json: { name: `Article ${sku}`, cents: whole(sku, 100, 50_000) },
  })),
  get("/products/:sku/reviews", 42, ({ params: { sku = "" } }) => ({
    json: [1, 2, 3]
      .slice(0, whole(`${sku} count`, 0, 3))
      .map((n) => ({ stars: whole(sku + n, 1, 5), text: token("", sku + n, 30) })),
  })),
  get("/reports/:id", 38, ({ params: { id = "" } }) => ({
    json: { title: `Report ${id}`, total: whole(id, 10, 9999) },
  })),
  get("/reports/:id/comments", 55, ({ params: { id = "" } }) => ({
    json: [{ author: pick(id, NAMES), text: token("", id, 20) }],
  })),
  get("/brands/:tenant", 24, ({ params: { tenant = "" } }) => ({
    json: { name: tenant.toUpperCase(), logo: `/logo/${tenant}.svg` },
  })),
  get("/help/topics", 30, () => ({ json: TOPICS })),
  get("/help/articles/:slug", 44, ({ params: { slug = "" } }) => ({
    json: { title: `How to ${slug}`, topic: pick(slug, TOPICS), html: token("", slug, 60) },
  })),
  get("/concerts/:id", 33, ({ params: { id = "" } }) => ({
    json: {
      artist: pick(id, NAMES),
      venue: { ref: `${pick(`${id} city`, ["lyon", "oslo", "seoul"])}-${whole(id, 1, 40)}` },
    },
  })),
  get("/venues/:city/:number", 29, ({ params: { city = "", number = "" } }) => ({
    json: { name: `${city} hall ${number}`, seats: whole(city + number, 200, 20_000) },
  })),
];

function cards(seed: string, count: number): { id: string; title: string }[] {
  return Array.from({ length: count }, (_, n) => ({
    id: token("crd_", `${seed}${n}`, 6),
    title: token("Task ", `${seed}${n}`, 12),
  }));
}
