import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const CLIENT = `
// @file src/lib/j.ts
const base = () => process.env.UPSTREAM_URL ?? "";
export const j = <T>(path: string): Promise<T> =>
  fetch(base() + path, { cache: "no-store" }).then((r) =>
    r.ok ? (r.json() as Promise<T>) : Promise.reject(new Error(path)));
export const maybe = async <T>(path: string): Promise<T | null> => {
  const r = await fetch(base() + path, { cache: "no-store" });
  return r.status === 404 ? null : ((await r.json()) as T);
};
`;
const route = (body: string, more = ""): string => `import { j, maybe } from "@/lib/j";
${more}
export async function GET(request: Request, { params }) {
${body}
}
${CLIENT}`;

describe("clients of a few lines, each call of theirs rejecting by itself", () => {
  related({
    "rejects when the answer is not ok": {
      expected: "independent",
      failFast: true,
      code: route(`const a = await /*A*/ j("/a"); const b = await /*B*/ j("/b"); return Response.json({ a, b });`),
    },
    "rejects with what was answered": {
      expected: "needed",
      code: route(
        `const a = await /*A*/ fetch("/a").then((r) => r.json()).then((b) => (b.allowed ? b : Promise.reject(new Error("no"))));
        return Response.json([a, await /*B*/ j("/b")]);`,
      ),
    },
    "rejects because it may not": {
      expected: "needed",
      code: route(
        `const a = await /*A*/ fetch("/a").then((r) => (r.ok ? r.json() : Promise.reject(new Error("unauthorized"))));
        return Response.json([a, await /*B*/ j("/b")]);`,
      ),
    },
    "an early answer before anything is asked": {
      expected: "independent",
      code: route(
        `const q = new URL(request.url).searchParams.get("q") ?? "";
        if (q.length < 2) return Response.json({ error: "short" }, { status: 400 });
        const { term } = await /*A*/ j("/spelling?q=" + q);
        const { brands } = await /*B*/ j("/facets?q=" + q);
        return Response.json({ term, brands });`,
      ),
    },
    "properties awaited one after another": {
      expected: "independent",
      code: route(
        `const { id } = await params;
        const all = { rules: await /*A*/ j("/rules"), score: await /*B*/ j("/score/" + id) };
        return Response.json(all);`,
      ),
    },
    "a branch on the address in between": {
      expected: "independent",
      code: route(
        `const { slug } = await params; const facets = await /*A*/ j("/facets/" + slug);
        if (new URL(request.url).searchParams.get("format") === "csv") return new Response(csv(await j("/listing/" + slug)));
        return Response.json(shown(await /*B*/ j("/listing/" + slug), facets));`,
        `const csv = (items) => items.map((i) => i.name).join("\\n"); const shown = (items, f) => ({ items, of: f.count });`,
      ),
    },
    "a sum over a loop": {
      expected: "independent",
      kind: "loop",
      code: route(
        `const cart = await j("/cart/" + (await params).id); let total = 0;
        for (const { sku, quantity } of cart.items) { const { cents } = await /*AB*/ j("/prices/" + sku); total += cents * quantity; }
        return Response.json({ total });`,
      ),
    },
  });
});

const service = (body: string, more = ""): string => `import { request } from "undici";
class ApiError extends Error { constructor(path, status) { super(path + status); this.statusCode = 502; this.upstream = status; } }
async function call<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> {
  const response = await request(process.env.URL + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (response.statusCode >= 400) { await response.body.dump(); throw new ApiError(path, response.statusCode); }
  return (await response.body.json()) as T;
}
const api = { get: <T,>(path: string): Promise<T> => call<T>("GET", path), post: <T,>(path: string, body: unknown): Promise<T> => call<T>("POST", path, body) };
${more}
export async function routes(app) {
  app.get("/vessels/:id", async ({ params: { id } }, reply) => {
${body}
  });
}`;

describe("undici's request", () => {
  related({
    "throws on what is no success": {
      expected: "independent",
      failFast: true,
      code: service(
        `const vessel = await /*A*/ api.get("/vessels/" + id); const weather = await /*B*/ api.get("/weather"); return { ...vessel, weather };`,
      ),
    },
    "status and body taken apart": {
      expected: "independent",
      failFast: true,
      code: service(`const { statusCode, body } = await /*A*/ request("/a"); if (statusCode !== 200) throw new Error("a"); const a = await body.json();
        return { a, b: await /*B*/ api.get("/b") };`),
    },
    "its answer in the later call": {
      expected: "data",
      code: service(
        `const vessel = await /*A*/ api.get("/vessels/" + id); return api.get("/ports/" + vessel.port);`.replace(
          "return api",
          "return await /*B*/ api",
        ),
      ),
    },
    "its answer decides": {
      expected: "needed",
      code: service(`const { statusCode, body } = await /*A*/ request("/a"); const a = await body.json(); if (!a.open) return null;
        return { a, b: await /*B*/ api.get("/b") };`),
    },
    "a grant that was written first": {
      expected: "needed",
      code: service(
        `const grant = await /*A*/ api.post("/take", { tokens: 1 }); if (!grant.ok) return reply.code(429).send({}); return await /*B*/ api.get("/geo/" + id);`,
      ),
    },
    "not found is told by the status": {
      expected: "needed",
      code: service(`const { statusCode } = await /*A*/ request("/a"); if (statusCode === 404) return reply.code(404).send({ error: "missing" });
        return await /*B*/ api.get("/b");`),
    },
    "what it wrote comes first": {
      expected: "needed",
      code: service(`await /*A*/ api.post("/audit", { id }); return await /*B*/ api.get("/audit/" + id);`),
    },
  });
});
