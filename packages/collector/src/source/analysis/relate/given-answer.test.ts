import { describe } from "vitest";
import { related } from "./testing/cases.ts";

describe("a helper that is given the answer", () => {
  related({
    "helper picks a function by the answer": {
      expected: "needed",
      code: `import { getUser, getCatalog, getCart } from "@/lib/api";
async function go(u) { const f = u.vip ? getCatalog : getCart; return await /*B*/ f(); }
export async function GET() { const u = await /*A*/ getUser("x"); return await /*B1*/ go(u); }`,
    },
    "helper picks a method by the answer": {
      expected: "needed",
      code: `import { getUser, getCatalog, getCart } from "@/lib/api"; const by = { a: { ask: () => getCatalog() }, b: { ask: () => getCart() } };
async function go(u) { return await by[u.kind]./*B*/ ask(); }
export async function GET() { const u = await /*A*/ getUser("x"); return await /*B1*/ go(u); }`,
    },
    "helper asks for each thing of the answer": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
async function go(u) { const out = []; for (const _ of u.items) out.push(await /*B*/ getCatalog()); return out; }
export async function GET() { const u = await /*A*/ getUser("x"); return await /*B1*/ go(u); }`,
    },
    "helper asks in a forEach over a map of the answer": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
async function go(u) { const m = new Map(u.items.map((i) => [i.id, i])); const out = []; m.forEach(() => { out.push(/*B*/ getCatalog()); }); return Promise.all(out); }
export async function GET() { const u = await /*A*/ getUser("x"); return await /*B1*/ go(u); }`,
    },
    "helper leaves by the answer first": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
async function go(u) { if (u.done) return null; return await /*B*/ getCatalog(); }
export async function GET() { const u = await /*A*/ getUser("x"); return await /*B1*/ go(u); }`,
    },
    "helper asserts by the answer first": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api"; const must = (u) => { if (!u.ok) throw new Error("x"); };
async function go(u) { must(u); return await /*B*/ getCatalog(); }
export async function GET() { const u = await /*A*/ getUser("x"); return await /*B1*/ go(u); }`,
    },
    "helper asserts in a package first": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api"; import { allow } from "acl";
async function go(u) { await allow(u, "catalog"); return await /*B*/ getCatalog(); }
export async function GET() { const u = await /*A*/ getUser("x"); return await /*B1*/ go(u); }`,
    },
    "helper puts the answer into state the request reads": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api"; let token = "";
async function ask(p) { return (await /*B*/ fetch(p, { headers: { token } })).json(); }
async function go(u) { token = u.token; return await /*B1*/ ask("/c"); }
export async function GET() { const u = await /*A*/ getUser("x"); return await /*B2*/ go(u); }`,
    },
    "helper uses the answer after its request": {
      expected: "independent",
      code: `import { getUser, getCatalog } from "@/lib/api";
async function go(u) { const c = await /*B*/ getCatalog(); if (u.hidden) return []; return c.filter((x) => x.team === u.team); }
export async function GET() { const u = await /*A*/ getUser("x"); return await /*B1*/ go(u); }`,
    },
    "helper logs the answer before its request": {
      expected: "independent",
      code: `import { getUser, getCatalog } from "@/lib/api";
async function go(u) { console.log("for", u.id); const name = u.name.trim(); const c = await /*B*/ getCatalog(); return { name, c }; }
export async function GET() { const u = await /*A*/ getUser("x"); return await /*B1*/ go(u); }`,
    },
    "retry helper told by the answer": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
async function go(u) { for (let i = 0; i < u.tries; i++) { try { return await /*B*/ getCatalog(); } catch {} } return null; }
export async function GET() { const u = await /*A*/ getUser("x"); return await /*B1*/ go(u); }`,
    },
    "second request of the helper is fed by the first answer": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
async function go(ids) { let last = "a"; for (const id of ids) { const o = await /*B*/ getOrders(last + id); last = o.next; } return last; }
export async function GET() { const u = await /*A*/ getUser("x"); return await /*B1*/ go([u.id]); }`,
    },
    "thunk made with the answer": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api"; const lazily = (f) => async () => await f();
export async function GET() { const u = await /*A*/ getUser("x"); const run = lazily(() => /*B*/ getOrders(u.id)); return await /*B1*/ run(); }`,
    },
    "bound argument": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
export async function GET() { const u = await /*A*/ getUser("x"); const ask = getOrders.bind(null, u.id); return await /*B*/ ask(); }`,
    },
    "service built from the answer": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api"; class Service { constructor(user) { this.user = user; } async load(p) { return (await /*B*/ fetch(p, { headers: { user: this.user.id } })).json(); } }
export async function GET() { const u = await /*A*/ getUser("x"); return await new Service(u)./*B1*/ load("/c"); }`,
    },
    "service built from the answer, not asked for with it": {
      expected: "independent",
      code: `import { getUser } from "@/lib/api"; class Service { constructor(user) { this.user = user; } async load(p) { const c = await (await /*B*/ fetch(p)).json(); return { ...c, by: this.user.name }; } }
export async function GET() { const u = await /*A*/ getUser("x"); return await new Service(u)./*B1*/ load("/c"); }`,
    },
    "getter that throws by the answer": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api"; class Access { constructor(u) { this.u = u; } get shop() { if (!this.u.shop) throw new Error("none"); return "/shop"; } }
async function go(a) { const at = a.shop; return await /*B*/ getCatalog(); }
export async function GET() { const a = new Access(await /*A*/ getUser("x")); return await /*B1*/ go(a); }`,
    },
    "promise resolved only sometimes, awaited": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
export async function GET() { const u = await /*A*/ getUser("x"); await new Promise((ok) => { if (u.go) ok(); }); return await /*B*/ getCatalog(); }`,
    },
    "promise resolved only sometimes, then": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
export async function GET() { const u = await /*A*/ getUser("x"); return await new Promise((ok) => { if (u.go) ok(); }).then(() => /*B*/ getCatalog()); }`,
    },
    "helper waits for a promise resolved only sometimes": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api"; const go = async (u) => { await new Promise((ok) => { if (u.go) ok(); }); return await /*B*/ getCatalog(); };
export async function GET() { const u = await /*A*/ getUser("x"); return await /*B1*/ go(u); }`,
    },
    "Array.from by a length of the answer": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
export async function GET() { const { n } = await /*A*/ getUser("x"); return await Promise.all(/*B1*/ Array.from({ length: n }, (_, i) => /*B*/ getOrders(i))); }`,
    },
    "keys of an array of the answer's length": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
export async function GET() { const { n } = await /*A*/ getUser("x"); return await Promise.all([...Array(n).keys()]./*B1*/ map((i) => /*B*/ getOrders(i))); }`,
    },
    "string replaced by a callback": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
export async function GET() { const u = await /*A*/ getUser("x"); const out = []; u.text./*B1*/ replace(/a/g, () => { out.push(/*B*/ getOrders("x")); return ""; }); return Promise.all(out); }`,
    },
    "handler chosen in a package by the answer": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api"; import { match } from "ts-pattern";
export async function GET() { const u = await /*A*/ getUser("x"); return await match(u.kind).with("a", () => /*B*/ getOrders("x"))./*B1*/ otherwise(() => null); }`,
    },
    "a helper is given all and asks by a part that is no answer": {
      expected: "independent",
      code: `import { getUser } from "@/lib/api"; async function page(ctx) { const c = await (await /*B*/ fetch("/c?" + ctx.query)).json(); return { c, who: ctx.user.name }; }
export async function GET(req) { const ctx = { query: req.url, user: null }; ctx.user = await /*A*/ getUser("x"); return await /*B1*/ page(ctx); }`,
    },
    "a write of the answer in the helper, before its request": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api"; const send = async (p, body) => { const r = await fetch(p, { method: "POST", body: JSON.stringify(body) }); if (!r.ok) throw new Error(p); return r.json(); };
async function place(basket, zone) { await send("/payments", { cents: zone.cents }); const { number } = await send("/orders", { basket }); return await (await /*B*/ fetch("/orders/" + number)).json(); }
export async function GET(req) { const zone = await /*A*/ getUser("x"); return await /*B1*/ place(req.basket, zone); }`,
    },
    "a write of the answer in between": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
export async function GET(req) { const u = await /*A*/ getUser("x"); await fetch("/visits", { method: "POST", body: u.id }); return await /*B*/ getCatalog(); }`,
    },
    "a write of the answer once the response is out": {
      expected: "independent",
      code: `import { getUser, getCatalog } from "@/lib/api"; import { after } from "next/server";
export async function GET(req) { const u = await /*A*/ getUser("x"); after(() => fetch("/visits", { method: "POST", body: u.id })); return await /*B*/ getCatalog(); }`,
    },
  });
});
