import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NOON } from "../store/testing.ts";
import { iso } from "./iso.ts";
import { type ApiAnswer, type ApiServer, openApi } from "./testing/api-server.ts";
import { seed, seedShop, traceIdOf, WATERFALL } from "./testing/seed.ts";

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: object;
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

let api: ApiServer;
let document: Document;

beforeAll(async () => {
  api = await openApi("memory");
  await seedShop(api.store);
  await seed(api.store, { routeKey: "GET /plain", requests: 1, version: "", pair: "unknown" });
  await api.post("/api/v1/hello", HELLO);
  const known = { id: "ovr_known", service: "shop", says: "needed", pair: "p", reason: "x", by: "kim", at: iso(NOON) };
  const row = { kind: "override", key: known.id, at: NOON, scope: "shop", body: JSON.stringify(known) } as const;
  await api.store.putAlertRows([row]);
  document = (await api.get("/api/v1/openapi.json")).body as Document;
});
afterAll(() => api.close());

const HELLO = {
  service: "shop",
  env: "staging",
  instance: "i",
  pid: 1,
  node: "24",
  agent: "0.1.0",
  framework: "node",
  evidence: { values: false, callSites: true, lineage: false, source: false },
};
const ROUTE = encodeURIComponent("GET /dashboard");
const TRACE = traceIdOf("GET /dashboard");

/** One request per documented operation, and more where an answer has several faces. */
const GETS: readonly (readonly [path: string, url: string])[] = [
  ["/api/v1/status", "status"],
  ["/api/v1/routes", "routes"],
  ["/api/v1/routes", "routes?limit=1"],
  ["/api/v1/routes/{key}", `routes/${ROUTE}`],
  ["/api/v1/routes/{key}", `routes/${encodeURIComponent("GET /plain")}`],
  ["/api/v1/findings", "findings?status=all&tier=all"],
  ["/api/v1/findings/{fingerprint}", `findings/${WATERFALL}`],
  ["/api/v1/traces/{traceId}", `traces/${TRACE}`],
  ["/api/v1/pairs", "pairs"],
  ["/api/v1/trends", `trends?service=shop&env=staging&route=${ROUTE}`],
  ["/api/v1/deploys", "deploys"],
  ["/api/v1/overrides", "overrides"],
  ["/api/v1/openapi.json", "openapi.json"],
];
const POSTS: readonly (readonly [path: string, url: string, body: object])[] = [
  ["/api/v1/findings/{fingerprint}/status", `findings/${WATERFALL}/status`, { status: "accepted", reason: "why not" }],
  ["/api/v1/deploys", "deploys", { service: "shop", env: "staging", version: "v9" }],
  ["/api/v1/overrides", "overrides", { service: "shop", says: "reads", call: "POST api/quote", reason: "prices" }],
  ["/api/v1/overrides/{id}/withdraw", "overrides/ovr_known/withdraw", {}],
  ["/api/v1/hello", "hello", HELLO],
  ["/api/v1/sources", "sources", { service: "shop", env: "staging", files: [] }],
];

describe("the OpenAPI document", () => {
  it("describes every route of the contract, and only routes there are", () => {
    expect(document.openapi).toBe("3.1.0");
    const described = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    );
    const asked = [
      ...GETS.map(([path]) => `get ${path}`),
      ...POSTS.map(([path]) => `post ${path}`),
      "get /api/v1/events",
    ];
    expect(described.toSorted()).toEqual([...new Set(asked)].sort());
    for (const operation of described) {
      const [method = "", path = ""] = operation.split(" ");
      const url = path.replaceAll(/\{(\w+)\}/g, ":$1");
      expect(api.app.hasRoute({ method: method.toUpperCase(), url })).toBe(true);
    }
  });

  it("lists the query keys of the contract", () => {
    const keys = (path: string) =>
      (document.paths[path]?.["get"]?.parameters ?? []).filter((one) => one.in === "query").map(({ name }) => name);
    const routes = ["service", "env", "version", "from", "to", "method", "q", "tier", "sort", "limit", "cursor"];
    expect(keys("/api/v1/routes")).toEqual(routes);
    expect(keys("/api/v1/findings")).toEqual(
      expect.arrayContaining(["service", "env", "route", "status", "tier", "kind", "file", "limit", "cursor"]),
    );
    expect(keys("/api/v1/pairs")).toEqual(expect.arrayContaining(["service", "env", "route"]));
    expect(keys("/api/v1/traces/{traceId}")).toContain("format");
  });

  it.each(GETS)("is true of GET %s (%s)", async (path, url) => {
    const answer = await api.get(`/api/v1/${url}`);
    expect(answer.status).toBe(200);
    expectValid(answer, path, "get");
  });

  it.each(POSTS)("is true of POST %s", async (path, url, body) => {
    const answer = await api.post(`/api/v1/${url}`, body);
    expect(answer.status).toBe(200);
    expectValid(answer, path, "post");
  });

  it.each([
    ["get", "/api/v1/routes", "routes?x=1", 400],
    ["get", "/api/v1/findings/{fingerprint}", "findings/none", 404],
    ["get", "/api/v1/traces/{traceId}", "traces/none", 400],
  ] as const)("is true of a refusal: %s %s", async (method, path, url, status) => {
    const answer = await api.get(`/api/v1/${url}`);
    expect(answer.status).toBe(status);
    expectValid(answer, path, method);
  });

  it("notices an answer that is not as described", () => {
    const validate = validatorOf("/api/v1/deploys", "get", 200);
    const deploy = {
      service: "a",
      env: "b",
      version: "c",
      firstSeen: new Date(NOON).toISOString(),
      lastSeen: "yesterday",
      requests: 1,
    };
    expect(validate({ schemaVersion: 1, deploys: [{ ...deploy, lastSeen: deploy.firstSeen }] })).toBe(true);
    expect(validate({ schemaVersion: 1, deploys: [deploy] })).toBe(false);
    expect(validate({ schemaVersion: 2, deploys: [] })).toBe(false);
    expect(validate({ schemaVersion: 1, deploys: [], more: 1 })).toBe(false);
  });

  it("refers only to schemas it has", () => {
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name ?? "",
    );
    expect(references.length).toBeGreaterThan(20);
    for (const name of references) expect(Object.keys(document.components.schemas)).toContain(name);
  });
});

function expectValid(answer: ApiAnswer, path: string, method: string): void {
  const validate = validatorOf(path, method, answer.status);
  expect(validate(answer.body) ? [] : validate.errors).toEqual([]);
}

function validatorOf(path: string, method: string, status: number): ValidateFunction {
  const schema = document.paths[path]?.[method]?.responses[status]?.content?.["application/json"]?.schema;
  if (schema === undefined) throw new Error(`${method} ${path} describes no ${status}`);
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  return ajv.compile({ ...schema, components: document.components });
}
