import { describe } from "vitest";
import { related } from "./testing/cases.ts";

describe("state in uncommon places, and code that runs unseen", () => {
  related({
    "commonjs exports state": {
      expected: "needed",
      code: `const api = require("./client");
module.exports.GET = async function GET() { const u = await /*A*/ api.user(); const c = await /*B*/ api.catalog(); return [u, c]; }
// @file src/app/client.js
let token = ""; const get = async (p) => { const r = await fetch(p + token); return r.json(); }; exports.user = async () => { const u = await get("/u"); token = u.t; return u; }; exports.catalog = () => get("/c");`,
    },
    "import equals": {
      expected: "needed",
      code: `import api = require("./client");
export async function GET() { const u = await /*A*/ api.user(); const c = await /*B*/ api.catalog(); return [u, c]; }
// @file src/app/client.ts
let token = ""; const get = async (p) => { const r = await fetch(p + token); return r.json(); }; const api = { user: async () => { const u = await get("/u"); token = u.t; return u; }, catalog: () => get("/c") }; export = api;`,
    },
    "using disposal sets state": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api"; let k = "";
class Span { constructor(u) { this.u = u; } [Symbol.dispose]() { k = this.u.id; } }
async function one(id) { using s = new Span(await /*A*/ getUser(id)); return 1; }
export async function GET() { const u = await /*A1*/ one("x"); return await /*B*/ fetch("/c?" + k); }`,
    },
    "decorated accessor field": {
      expected: "needed",
      code: `class Box { accessor kept = ""; } const box = new Box(); import { getUser } from "@/lib/api";
export async function GET() { const u = await /*A*/ getUser("x"); box.kept = u.id; return await /*B*/ fetch("/c?" + box.kept); }`,
    },
    "generator told by next": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
function* plan() { const u = yield "first"; yield "/c?" + u.id; }
export async function GET() { const it = plan(); it.next(); const u = await /*A*/ getUser("x"); const { value } = it.next(u); return await /*B*/ fetch(value); }`,
    },
    "event emitter own": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api"; import { EventEmitter } from "node:events"; const bus = new EventEmitter(); let k; bus.on("user", (u) => { k = u.id; });
export async function GET() { const u = await /*A*/ getUser("x"); bus.emit("user", u); return await /*B*/ fetch("/c?" + k); }`,
    },
    "events.once": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api"; import { EventEmitter, once } from "node:events"; const bus = new EventEmitter();
export async function GET() { const p = once(bus, "user"); const u = await /*A*/ getUser("x"); bus.emit("user", u); const [v] = await p; return await /*B*/ fetch("/c?" + v.id); }`,
    },
    globalThis: {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
export async function GET() { globalThis.u = await /*A*/ getUser("x"); return await /*B*/ fetch("/c?" + globalThis.u.id); }`,
    },
    "globalThis bare read": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
export async function GET() { globalThis.current = await /*A*/ getUser("x"); return await /*B*/ fetch("/c?" + current.id); }`,
    },
    "process.env write": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
export async function GET() { const u = await /*A*/ getUser("x"); process.env.TENANT = u.t; return await /*B*/ fetch("/c?" + process.env.TENANT); }`,
    },
    "cookies set then event.fetch": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
export const load = async ({ cookies, fetch, params }) => { const u = await /*A*/ getUser(params.id); cookies.set("t", u.t, { path: "/" }); const c = await /*B*/ fetch("/api/c"); return { c: await c.json() }; };`,
    },
    "static block state": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api"; class K { static last = ""; static { this.make = async (id) => { const u = await getUser(id); K.last = u.id; return u; }; } }
export async function GET() { const u = await /*A*/ K.make("x"); return await /*B*/ fetch("/c?" + K.last); }`,
    },
    "symbol keyed": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api"; const S = Symbol("s");
export async function GET(req) { req[S] = await /*A*/ getUser("x"); return await /*B*/ fetch("/c?" + req[S].id); }`,
    },
    "weakmap by request": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api"; const users = new WeakMap();
export async function GET(req) { users.set(req, await /*A*/ getUser("x")); return await /*B*/ fetch("/c?" + users.get(req).id); }`,
    },
    "toString of instance in template": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api"; class Ref { set(v) { this.v = v; } toString() { return this.v; } } 
export async function GET(req) { const ref = new Ref(); ref.set((await /*A*/ getUser("x")).id); return await /*B*/ fetch(\`/c?\${ref}\`); }`,
    },
    "toJSON closure": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
export async function GET(req) { let k = ""; const body = { toJSON: () => ({ k }) }; const u = await /*A*/ getUser("x"); k = u.id; return await /*B*/ fetch("/search", { method: "QUERY", body: JSON.stringify(body) }); }`,
    },
    "valueOf closure in template": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
export async function GET(req) { let k = ""; const ref = { toString: () => k }; const u = await /*A*/ getUser("x"); k = u.id; return await /*B*/ fetch(\`/c?\${ref}\`); }`,
    },
    "closure called by sort": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
export async function GET(req) { const u = await /*A*/ getUser("x"); const [first] = ["a", "b"].sort((p, q) => u.rank[p] - u.rank[q]); return await /*B*/ getOrders(first); }`,
    },
    "array find with answer": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api"; const PLANS = [{ k: "a", url: "/a" }, { k: "b", url: "/b" }];
export async function GET(req) { const u = await /*A*/ getUser("x"); const p = PLANS.find((p) => p.k === u.plan); return await /*B*/ getOrders(p.url); }`,
    },
    "map lookup with answer": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api"; const PLANS = new Map([["a", "/a"]]);
export async function GET(req) { const u = await /*A*/ getUser("x"); return await /*B*/ getOrders(PLANS.get(u.plan)); }`,
    },
    "array includes guard": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api"; const ADMINS = ["a"];
export async function GET(req) { const u = await /*A*/ getUser("x"); if (!ADMINS.includes(u.id)) return null; return await /*B*/ getOrders("x"); }`,
    },
    "some with answer": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
export async function GET(req) { const u = await /*A*/ getUser("x"); if (["a"].some((x) => x === u.id)) return await /*B*/ getOrders("x"); return null; }`,
    },
    "label break": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
export async function GET(req) { out: { const u = await /*A*/ getUser("x"); if (u.skip) break out; await /*B*/ getOrders("x"); } return null; }`,
    },
    "finally return": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
export async function GET(req) { let done = false; try { const u = await /*A*/ getUser("x"); done = u.done; } finally { if (done) return null; } return await /*B*/ getOrders("x"); }`,
    },
    "promise constructor callback with content reject": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
export async function GET(req) { const u = await new Promise((ok, no) => { /*A*/ getUser("x").then((u) => (u.banned ? no(new Error("banned")) : ok(u))); }); return await /*B*/ getOrders("x"); }`,
    },
    "deferred resolved with url": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
export async function GET(req) { const d = Promise.withResolvers(); const u = await /*A*/ getUser("x"); d.resolve("/c?" + u.id); return await /*B*/ fetch(await d.promise); }`,
    },
    "module-level promise memo": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api"; let mem; const cfg = () => (mem ??= getUser("cfg"));
export const GET = async () => { const a = await /*A*/ cfg(); const b = await /*B*/ cfg(); return [a, b]; };`,
    },
    "waitUntil, url changed by it": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api"; let k = "";
export const GET = async ({ platform, params }) => { const u = await /*A*/ getUser(params.id); platform.context.waitUntil((async () => { k = u.id; })()); const c = await /*B*/ fetch("/c?" + k); return Response.json([u, c]); };`,
    },
  });
});
