import type { Upstream, UpstreamAnswer } from "../../../upstream/upstream.ts";
import { scatterText } from "./people.ts";
import { get } from "./route.ts";

export const planning: Upstream = [
  get("/offers/:sku", 18, ({ params }) => ({ sku: params["sku"], cents: 900 + scatterText(params["sku"]!, 90, 2200) })),
  get("/parts/:sku/stock", 16, ({ params }) => ({
    supplierId: `sup-${scatterText(params["sku"]!, 91, 60)}`,
    left: scatterText(params["sku"]!, 92, 50),
  })),
  get("/suppliers/:id/lead-time", 19, ({ params }) => ({ days: 1 + scatterText(params["id"]!, 93, 20) })),
  get("/fx/:from/:to", 17, ({ params, query }) => ({
    amount:
      Math.round(Number(query.get("amount")) * (60 + scatterText(`${params["from"]}${params["to"]}`, 94, 90))) / 100,
  })),
  get("/graph/:node", 15, ({ params }) => {
    const depth = params["node"]!.split(".").length;
    return {
      node: params["node"],
      next: depth < 3 ? [`${params["node"]}.${scatterText(params["node"]!, 95, 90)}`] : [],
    };
  }),
  get("/overrides/:tenant", 21, ({ params }) => ({ tenant: params["tenant"], warehouse: null, reason: null })),
  get("/capacity/:warehouse", 29, ({ params }) => ({
    warehouse: params["warehouse"],
    slots: scatterText(params["warehouse"]!, 96, 80),
  })),
  get("/audits/:tenant/last", 20, ({ params }) => ({
    on: `2026-0${1 + scatterText(params["tenant"]!, 97, 8)}-15`,
    by: "auditor",
  })),
  get("/entries", 31, ({ query }) => ({
    since: query.get("from"),
    entries: scatterText(query.get("from") ?? "", 98, 300),
  })),
  get("/watchlists/:user", 18, ({ params }) => ({
    symbols: ["AB", "CD", "EF", "GH"].slice(0, 1 + scatterText(params["user"]!, 99, 4)),
  })),
  get("/tips", 22, ({ query }) => Array.from({ length: Number(query.get("count") ?? 1) }, (_, at) => `Tip ${at}`)),
  get("/kpi/north/source", 14, () => ({ table: "t_north" })),
  get("/kpi/south/source", 24, () => ({ table: "t_south" })),
  get("/kpi/north/rows", 31, () => ({ rows: 120 })),
  get("/kpi/south/rows", 18, () => ({ rows: 80 })),
  {
    method: "GET",
    path: "/onboarding/:user",
    latencyMs: 17,
    // 204: nothing left to do.
    answer: ({ params }): UpstreamAnswer =>
      scatterText(params["user"]!, 100, 3) === 0 ? { status: 204, text: "" } : { json: { step: 2 } },
  },
  get("/tours-of-app", 26, ({ query }) => ({ variant: query.get("returning") === "1" ? "short" : "full" })),
  get("/stations/:id", 20, ({ params }) => ({ id: params["id"], name: `Station ${params["id"]}` })),
  get("/calendar/:user", 22, ({ params }) => ({
    zone: ["Europe/Berlin", "Asia/Tokyo", "America/New_York"][scatterText(params["user"]!, 101, 3)],
  })),
  get("/holidays/:year", 27, ({ params }) => [`${params["year"]}-01-01`, `${params["year"]}-12-25`]),
  get("/slots/:day", 25, ({ params }) => ({ day: params["day"], free: scatterText(params["day"]!, 102, 9) })),
];
