import { describe } from "vitest";
import { related } from "./testing/cases.ts";

describe("a failure told in an answer's body", () => {
  related({
    "graphql data undefined": {
      expected: "independent",
      code: `import { gql } from "./gql";
export async function GET() { const a = await /*A1*/ gql("query V($id: ID!) { viewer(id: $id) { id } }", { id: "x" }); const b = await /*B1*/ gql("query R { releases { tag } }"); return Response.json({ a, b }); }
// @file src/app/gql.ts
export async function gql(document, variables = {}) { const r = await /*A*//*B*/ fetch(process.env.API + "/graphql", { method: "POST", body: JSON.stringify({ query: document, variables }) }); const { data, errors } = await r.json(); if (data === undefined) throw new Error(errors?.[0]?.message ?? "failed"); return data; }`,
    },
    "graphql errors length, a call between fed": {
      expected: "independent",
      code: `import { gql } from "./gql";
export async function GET() { const a = await gql./*A*/ ask("query V($id: ID!) { viewer(id: $id) { id } }", { id: "x" }); const t = await gql.ask("query T($id: ID!) { team(id: $id) { id } }", { id: a.viewer.id }); const b = await gql./*B*/ ask("query R { releases { tag } }"); return Response.json({ a, t, b }); }
// @file src/app/gql.ts
class GraphQLError extends Error {} class Client { constructor(url) { this.url = url; } async ask(query, variables) { const res = await fetch(this.url, { body: JSON.stringify({ query, variables }) }); if (!res.ok) throw new Error(\`http \${res.status}\`); const body = await res.json(); if (body.errors?.length) throw new GraphQLError(body.errors.map((e) => e.message).join()); return body.data; } } export const gql = new Client("/g");`,
    },
    "given decides inside the client": {
      expected: "needed",
      code: `import { gql } from "./gql";
export async function GET() { const a = await gql./*A*/ ask("query V($id: ID!) { viewer(id: $id) { id } }", { id: "x" }); const t = await gql.ask("query T($id: ID!) { team(id: $id) { id } }", a.viewer); const b = await gql./*B*/ ask("query R { releases { tag } }"); return Response.json({ a, t, b }); }
// @file src/app/gql.ts
class Client { constructor(url) { this.url = url; } async ask(query, variables) { if (variables?.error) throw new Error("blocked"); const res = await fetch(this.url, { body: JSON.stringify({ query, variables }) }); const body = await res.json(); if (body.errors?.length) throw new Error("x"); return body.data; } } export const gql = new Client("/g");`,
    },
    "rpc validators": {
      expected: "independent",
      code: `import { rpc, strings, funnel } from "./rpc";
export async function GET() { const a = await /*A1*/ rpc("segments.list", {}, strings); const b = await /*B1*/ rpc("funnel.compute", {}, funnel); return Response.json({ a, b }); }
// @file src/app/rpc.ts
export const strings = (value) => { if (!Array.isArray(value) || value.some((each) => typeof each !== "string")) throw new TypeError("not strings"); return value; };
export const funnel = (value) => { const { steps, rate } = value ?? {}; if (typeof steps !== "number" || typeof rate !== "number") throw new TypeError("not a funnel"); return { steps, rate }; };
export async function rpc(method, args, validate) { const r = await /*A*//*B*/ fetch(\`\${process.env.API}/rpc/\${method}\`, { body: JSON.stringify(args) }); const { result } = await r.json(); return validate(result); }`,
    },
    "rpc validator that decides": {
      expected: "needed",
      code: `import { rpc, active, funnel } from "./rpc";
export async function GET() { const a = await /*A1*/ rpc("segments.list", {}, active); const b = await /*B1*/ rpc("funnel.compute", {}, funnel); return Response.json({ a, b }); }
// @file src/app/rpc.ts
export const active = (value) => { if (!value.active) throw new TypeError("not active"); return value; };
export const funnel = (value) => value;
export async function rpc(method, args, validate) { const r = await /*A*//*B*/ fetch(\`\${process.env.API}/rpc/\${method}\`, { body: JSON.stringify(args) }); const { result } = await r.json(); return validate(result); }`,
    },
    "permission helper both share": {
      expected: "needed",
      code: `const permission = async (name) => { const r = await fetch("/permissions/" + name); const { ok } = await r.json(); if (!ok) throw new Error("no"); };
export async function GET() { await /*A*/ permission("orders.read"); const b = await /*B*/ permission("bills.read"); return Response.json({ b }); }`,
    },
    "permission by an unwatched name, error code in 200": {
      expected: "needed",
      code: `const enter = async (name) => { const r = await fetch("/p/" + name); const { granted } = await r.json(); if (!granted) throw new Error("no"); };
export async function GET() { await /*A*/ enter("orders.read"); const b = await /*B*/ fetch("/x"); return Response.json({ b }); }`,
    },
    "unauthenticated code in errors": {
      expected: "needed",
      code: `const gql = async (q) => { const r = await fetch("/g", { body: q }); const { data, errors } = await r.json(); if (errors?.some((e) => e.extensions.code === "UNAUTHENTICATED")) throw new Error("login"); if (errors) throw new Error("x"); return data; };
export async function GET() { const a = await /*A*/ gql("query A { a }"); const b = await /*B*/ gql("query B { b }"); return Response.json({ a, b }); }`,
    },
    "page decides by an error member": {
      expected: "needed",
      code: `export async function GET() { const a = await (await /*A*/ fetch("/a")).json(); if (a.error) throw new Error("x"); const b = await /*B*/ fetch("/b"); return Response.json({ a, b }); }`,
    },
    "envelope with ok and whole body": {
      expected: "independent",
      code: `const slack = async (method, args) => { const r = await fetch(\`https://slack/api/\${method}\`, { method: "GET" }); const body = await r.json(); if (!body.ok) throw new Error(body.error); return body; }; const get = (path) => slack(path);
export async function GET() { const a = await /*A*/ slack("/users"); const b = await /*B*/ slack("/channels"); return Response.json({ a, b }); }`,
    },
    "json-rpc error member over GET": {
      expected: "independent",
      code: `async function call(method, params) { const res = await fetch("/rpc", { body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }) }); const { result, error } = await res.json(); if (error) throw new Error(error.message); return result; }
export const height = () => call("eth_blockNumber", []); export const gas = () => call("eth_gasPrice", []);
export async function GET() { const a = await /*A*/ height(); const b = await /*B*/ gas(); return Response.json({ a, b }); }`,
    },
    "then chain": {
      expected: "independent",
      code: `const q = (query) => fetch("/g?q=" + query).then((r) => r.json()).then(({ data, errors }) => { if (errors) throw new Error(errors[0].message); return data; });
export async function GET() { const a = await /*A*/ q("{ a }"); const b = await /*B*/ q("{ b }"); return Response.json({ a, b }); }`,
    },
    "then chain, domain": {
      expected: "needed",
      code: `const q = (path) => fetch(path).then((r) => r.json()).then((user) => { if (user.banned) throw new Error("no"); return user; });
export async function GET() { const a = await /*A*/ q("/a"); const b = await /*B*/ q("/b"); return Response.json({ a, b }); }`,
    },
    "status ACTIVE in a domain helper": {
      expected: "needed",
      code: `const project = async (slug) => { const p = await (await fetch("/p/" + slug)).json(); if (p.status !== "ACTIVE") throw new Error("archived"); return p; };
export async function GET({ slug }) { const a = await /*A*/ project(slug); const b = await /*B*/ fetch("/b"); return Response.json({ a, b }); }`,
    },
    "caught protocol error falls back": {
      expected: "independent",
      code: `import { gql } from "./gql";
export async function GET() { let a = null; try { a = await /*A1*/ gql("query V { v }"); } catch {} const b = await /*B1*/ gql("query R { releases { tag } }"); return Response.json({ a, b }); }
// @file src/app/gql.ts
export async function gql(document, variables = {}) { const r = await /*A*//*B*/ fetch(process.env.API + "/graphql", { body: JSON.stringify({ query: document, variables }) }); const { data, errors } = await r.json(); if (data === undefined) throw new Error(errors?.[0]?.message ?? "failed"); return data; }`,
    },
    "caught protocol error leaves with a redirect": {
      expected: "needed",
      code: `import { gql } from "./gql"; import { redirect } from "next/navigation";
export async function GET() { let a = null; try { a = await /*A1*/ gql("query V { v }"); } catch { redirect("/x"); } const b = await /*B1*/ gql("query R { releases { tag } }"); return Response.json({ a, b }); }
// @file src/app/gql.ts
export async function gql(document, variables = {}) { const r = await /*A*//*B*/ fetch(process.env.API + "/graphql", { body: JSON.stringify({ query: document, variables }) }); const { data, errors } = await r.json(); if (data === undefined) throw new Error(errors?.[0]?.message ?? "failed"); return data; }`,
    },
    "caught protocol error, both in one try": {
      expected: "independent",
      code: `import { gql } from "./gql";
export async function GET() { let a = null; let b = null; try { a = await /*A1*/ gql("query V { v }"); b = await /*B1*/ gql("query R { releases { tag } }"); } catch { b = 1; } return Response.json({ a, b }); }
// @file src/app/gql.ts
export async function gql(document, variables = {}) { const r = await /*A*//*B*/ fetch(process.env.API + "/graphql", { method: "POST", body: JSON.stringify({ query: document, variables }) }); const { data, errors } = await r.json(); if (data === undefined) throw new Error(errors?.[0]?.message ?? "failed"); return data.active; }`,
    },
    "retried on a protocol error": {
      expected: "needed",
      code: `import { gql } from "./gql";
export async function GET() { let a; try { a = await /*A1*/ gql("query V { v }"); } catch { a = await /*B1*/ gql("query W { v }"); } return Response.json({ a }); }
// @file src/app/gql.ts
export async function gql(document, variables = {}) { const r = await /*A*//*B*/ fetch(process.env.API + "/graphql", { method: "POST", body: JSON.stringify({ query: document, variables }) }); const { data, errors } = await r.json(); if (data === undefined) throw new Error(errors?.[0]?.message ?? "failed"); return data.active; }`,
    },
    "graphql mutation by fetch": {
      expected: "needed",
      code: `import { gql } from "./gql";
export async function GET() { const a = await /*A1*/ gql("mutation V { v }"); const b = await /*B1*/ gql("query R { releases { tag } }"); return Response.json({ a, b }); }
// @file src/app/gql.ts
export async function gql(document, variables = {}) { const r = await /*A*//*B*/ fetch(process.env.API + "/graphql", { method: "POST", body: JSON.stringify({ query: document, variables }) }); const { data, errors } = await r.json(); if (data === undefined) throw new Error(errors?.[0]?.message ?? "failed"); return data; }`,
    },
    "a JSON text by hand": {
      expected: "needed",
      code: `export async function GET() { const a = await /*A*/ fetch("/a", { method: "POST", body: \`{"id": 1}\` }); const b = await /*B*/ fetch("/b"); return Response.json({ a, b }); }`,
    },
    "later a mutation": {
      expected: "needed",
      code: `const gql = async (query) => { const r = await fetch("/g", { method: "POST", body: JSON.stringify({ query }) }); return (await r.json()).data; };
export async function GET() { const a = await /*A*/ gql("query V { v }"); const b = await /*B*/ gql("mutation R { r }"); return Response.json({ a, b }); }`,
    },
    "a code of its own in errors": {
      expected: "needed",
      code: `const gql = async (q) => { const r = await fetch("/g", { body: q }); const { data, errors } = await r.json(); if (errors?.some((e) => e.extensions.code === "TRIAL_OVER")) throw new Error("trial"); return data; };
export async function GET() { const a = await /*A*/ gql("query A { a }"); const b = await /*B*/ gql("query B { b }"); return Response.json({ a, b }); }`,
    },
    "numeric code of an envelope": {
      expected: "independent",
      code: `const api = async (path) => { const r = await fetch(process.env.API + path); const json = await r.json(); if (json.code !== 0) throw new Error(\`\${path}: \${json.message}\`); return json.data; };
export async function GET() { const a = await /*A*/ api("/a"); const b = await /*B*/ api("/b"); return Response.json({ a, b }); }`,
    },
    "success false of a class client": {
      expected: "independent",
      code: `class Api { constructor(base) { this.base = base; } async request(path, init = {}) { const res = await fetch(this.base + path, init); const payload = await res.json(); if (!res.ok || payload.success === false) { throw new Error(payload.message ?? "failed"); } return payload.data; } get(path) { return this.request(path); } } const api = new Api("/x");
export async function GET() { const a = await /*A*/ api.get("/a"); const b = await /*B*/ api.get("/b"); return Response.json({ a, b }); }`,
    },
    "rejected promise instead of a throw": {
      expected: "independent",
      code: `const api = (path) => fetch(path).then((r) => r.json()).then((json) => (json.error ? Promise.reject(new Error(json.error)) : json.data));
export async function GET() { const a = await /*A*/ api("/a"); const b = await /*B*/ api("/b"); return Response.json({ a, b }); }`,
    },
  });
});
