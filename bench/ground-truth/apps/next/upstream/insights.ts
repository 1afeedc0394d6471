import type { Upstream, UpstreamAnswer, UpstreamRequest } from "../../../upstream/upstream.ts";
import { PEOPLE, personById, scatterText } from "./people.ts";
import { field, get, post } from "./route.ts";

type Resolver = (variables: Readonly<Record<string, string>>) => unknown;

/** Answers of the GraphQL service by operation name. */
const OPERATIONS: Readonly<Record<string, Resolver>> = {
  Viewer: ({ id }) => ({
    viewer: { id, name: personById(id)?.name ?? "Nobody", teamId: personById(id)?.teamId ?? null },
  }),
  Releases: () => ({ releases: [{ tag: "2026.3" }, { tag: "2026.2" }] }),
  Usage: ({ id }) => ({ usage: { builds: scatterText(id ?? "", 110, 400) } }),
  Team: ({ teamId }) => ({ team: { id: teamId, size: scatterText(teamId ?? "", 111, 12) } }),
  Project: ({ slug }) => ({ project: { slug, status: scatterText(slug ?? "", 112, 8) === 0 ? "ARCHIVED" : "ACTIVE" } }),
  Deployments: ({ slug }) => ({ deployments: [{ id: `dp-${scatterText(slug ?? "", 113, 9999)}` }] }),
};

function graphql({ body }: UpstreamRequest): UpstreamAnswer {
  const { operationName, variables } = body as { operationName: string; variables?: Record<string, string> };
  const resolve = OPERATIONS[operationName];
  if (resolve === undefined) return { status: 400, json: { errors: [{ message: `no ${operationName}` }] } };
  return { json: { data: resolve(variables ?? {}) } };
}

export const insights: Upstream = [
  { method: "POST", path: "/graphql", latencyMs: 28, answer: graphql },
  { method: "POST", path: "/graphql/projects", latencyMs: 24, answer: graphql },
  { method: "POST", path: "/graphql/viewer", latencyMs: 24, answer: graphql },
  { method: "POST", path: "/graphql/team", latencyMs: 24, answer: graphql },
  post("/rpc/segments.list", 23, () => ({ result: ["new", "loyal", "at-risk"] })),
  post("/rpc/funnel.compute", 37, (request) => ({
    result: { steps: 3, rate: scatterText(field(request, "range"), 114, 90) },
  })),
  get("/metrics/:user/summary", 26, ({ params }) => ({
    userId: params["user"],
    visits: scatterText(params["user"]!, 115, 900),
    updated: "2026-05-01",
  })),
  get("/metrics/:user/trend", 34, ({ params }) => ({
    points: [1, 2, 3].map((at) => scatterText(`${params["user"]}${at}`, 116, 99)),
  })),
  get("/glossary", 21, () => ({ terms: { visits: "Sessions with at least one page" } })),
  get("/todos/:user", 22, ({ params }) => [
    { id: 1, title: `Call ${PEOPLE[scatterText(params["user"]!, 117, 200)]!.name}` },
  ]),
  post("/todos/:user", 26, (request) => ({ title: field(request, "title") })),
  get("/experiments/:user", 16, ({ params }) => ({
    bucket: scatterText(params["user"]!, 118, 2) === 0 ? "a" : "b",
    ttl: 60,
  })),
  get("/layouts/:name", 25, ({ params }) => ({ columns: params["name"] === "classic" ? 2 : 3 })),
  get("/probe/:user/a", 19, ({ params }) => ({ a: scatterText(params["user"]!, 119, 100) })),
  get("/probe/:user/b", 44, ({ params }) => ({ b: scatterText(params["user"]!, 120, 100) })),
  get("/probe/:user/c", 27, ({ params, query }) => ({
    c: scatterText(`${params["user"]}${query.get("a")}`, 121, 100),
  })),
  get("/profile-cards/:user", 31, ({ params }) => ({
    user: params["user"],
    tenant: personById(params["user"])?.tenant,
  })),
  get("/tenant-limits/:tenant", 29, ({ params }) => ({
    tenant: params["tenant"],
    seats: scatterText(params["tenant"]!, 122, 90),
  })),
];
