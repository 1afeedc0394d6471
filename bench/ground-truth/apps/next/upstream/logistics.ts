import type { Upstream } from "../../../upstream/upstream.ts";
import { scatterText } from "./people.ts";
import { get, post } from "./route.ts";

const idsOf = (text: string, prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}${scatterText(`${text}${at}`, 50, 90_000) + 10_000}`);

export const logistics: Upstream = [
  get("/shipments/feed", 24, ({ query }) => {
    const depot = query.get("depot") ?? "";
    const at = Number(query.get("cursor")?.split(".")[1] ?? 0);
    const last = 1 + scatterText(depot, 51, 3);
    return {
      rows: idsOf(`${depot}${at}`, "S", 3),
      next: at >= last ? null : `${scatterText(depot, 52, 9999)}.${at + 1}`,
    };
  }),
  get("/shipments", 22, ({ query }) => {
    const page = Number(query.get("page") ?? 1);
    return { page, pages: 4, rows: idsOf(`${query.get("depot")}p${page}`, "S", 2) };
  }),
  {
    method: "GET",
    path: "/tracking/:id",
    latencyMs: 20,
    // The carrier's service is moody: of four requests for a parcel the first fails.
    answer: ({ params, earlier }) =>
      earlier % 4 === 0
        ? { status: 503, json: { error: "try again" } }
        : { json: { id: params["id"], state: ["packed", "moving", "there"][scatterText(params["id"]!, 53, 3)] } },
  },
  post("/labels/:shipment/jobs", 18, ({ params }) => ({ job: `job-${scatterText(params["shipment"]!, 54, 99_999)}` })),
  get("/labels/jobs/:job", 15, ({ params, earlier }) =>
    earlier % 3 === 2
      ? { state: "done", file: `lbl-${scatterText(params["job"]!, 55, 99_999)}` }
      : { state: "pending" },
  ),
  get("/labels/files/:file", 24, ({ params }) => ({
    file: params["file"],
    pages: 1 + scatterText(params["file"]!, 56, 3),
  })),
  get("/tours/:id", 23, ({ params }) => ({ id: params["id"], stops: idsOf(params["id"]!, "P", 3) })),
  get("/stops", 26, ({ query }) =>
    (query.get("ids") ?? "").split(",").map((id) => ({ id, minutes: 5 + scatterText(id, 57, 20) })),
  ),
  get("/vehicles/:id/position", 25, ({ params }) => ({ id: params["id"], km: scatterText(params["id"]!, 58, 900) })),
  get("/depots/:id/load", 12, ({ params }) => ({ id: params["id"], percent: scatterText(params["id"]!, 59, 100) })),
  get("/depots/:id/yard", 33, ({ params }) => ({ id: params["id"], free: scatterText(params["id"]!, 60, 40) })),
  get("/rates/primary/:lane", 21, ({ params }) =>
    scatterText(params["lane"]!, 61, 2) === 0 ? undefined : { lane: params["lane"], cents: 4200 },
  ),
  get("/rates/fallback/:lane", 27, ({ params }) => ({
    lane: params["lane"],
    cents: 5100 + scatterText(params["lane"]!, 62, 900),
  })),
  get("/manifests/:id/header", 20, ({ params }) => ({ id: params["id"], carrier: "Norr Line" })),
  get("/manifests/:id/goods", 35, ({ params }) => idsOf(params["id"]!, "G", 3)),
  get("/manifests/:id/customs", 28, ({ params }) => ({ hs: 8400 + scatterText(params["id"]!, 63, 900) })),
  post("/index/rebuild", 30, () => ({ documents: 120 })),
  get("/index/search", 22, ({ query }) => ({ hits: scatterText(query.get("q") ?? "", 64, 50) })),
  get("/lanes/:lane", 19, ({ params }) => ({ lane: params["lane"], legs: 3 + scatterText(params["lane"]!, 65, 2) })),
  get("/lanes/:lane/legs/:leg", 17, ({ params }) => ({
    leg: params["leg"],
    km: scatterText(`${params["lane"]}${params["leg"]}`, 66, 700),
  })),
];
