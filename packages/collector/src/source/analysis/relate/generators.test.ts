import { describe } from "vitest";
import { related } from "./testing/cases.ts";

describe("generators and who goes over them", () => {
  related({
    "pages gathered": {
      expected: "independent",
      code: `import { getUser } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield { id, user: await /*A*//*B*/ getUser(id) }; }
export async function GET(req) { const out = {}; for await (const { id, user } of /*A1*//*B1*/ each(["a", "b"])) out[id] = user; return out; }`,
    },
    "a cursor": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
async function* pages(org) { let cursor = "start"; while (cursor !== "") { const page = await /*A*//*B*/ getUser(org + cursor); yield page.entries; cursor = page.next ?? ""; } }
export async function GET(req) { const out = []; for await (const p of /*A1*//*B1*/ pages("x")) out.push(...p); return out; }`,
    },
    "first page behind something else": {
      expected: "independent",
      code: `import { getUser, getCatalog } from "@/lib/api";
async function* pages(org) { let cursor = "start"; while (cursor !== "") { const page = await /*B*/ getUser(org + cursor); yield page.entries; cursor = page.next ?? ""; } }
async function collect(org) { const out = []; for await (const p of /*B1*/ pages(org)) out.push(...p); return out; }
export async function GET(req) { const { anonymous } = await /*A*/ getCatalog(); const all = await /*B2*/ collect("x"); return all.map((e) => (anonymous ? "x" : e)); }`,
    },
    "first page behind something that decides": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
async function* pages(org) { let cursor = "start"; while (cursor !== "") { const page = await /*B*/ getUser(org + cursor); yield page.entries; cursor = page.next ?? ""; } }
async function collect(org) { const out = []; for await (const p of /*B1*/ pages(org)) out.push(...p); return out; }
export async function GET(req) { const { org } = await /*A*/ getCatalog(); const all = await /*B2*/ collect(org); return all; }`,
    },
    "consumer stops when it has enough": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*//*B*/ getUser(id); }
export async function GET(req) { const out = []; for await (const u of /*A1*//*B1*/ each(["a", "b"])) { out.push(u.id); if (out.length > 3) break; } return out; }`,
    },
    "consumer stops by the request": {
      expected: "independent",
      code: `import { getUser } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*//*B*/ getUser(id); }
export async function GET(req) { const out = []; for await (const u of /*A1*//*B1*/ each(["a", "b"])) { out.push(u.id); if (req.first) break; } return out; }`,
    },
    "consumer returns the first that fits": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*//*B*/ getUser(id); }
async function first(ids) { for await (const u of /*A1*//*B1*/ each(ids)) { if (u.ok) return u; } return null; }
export async function GET(req) { return await /*A2*//*B2*/ first(["a", "b"]); }`,
    },
    "consumer tells what comes next": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
async function* each(queue) { while (queue.length > 0) yield await /*A*//*B*/ getUser(queue.shift()); }
export async function GET(req) { const queue = ["a"]; for await (const u of /*A1*//*B1*/ each(queue)) queue.push(...u.children); return 1; }`,
    },
    "consumer writes state the generator asks by": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api"; let token = "";
async function* each(ids) { for (const id of ids) yield await /*A*//*B*/ getUser(id + token); }
export async function GET(req) { for await (const u of /*A1*//*B1*/ each(["a", "b"])) token = u.next; return 1; }`,
    },
    "generator in a try, consumer throws on content": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
async function* each(ids) { try { for (const id of ids) yield await /*A*//*B*/ getUser(id); } finally { console.log("done"); } }
export async function GET(req) { for await (const u of /*A1*//*B1*/ each(["a", "b"])) { if (u.bad) throw new Error("x"); } return 1; }`,
    },
    "the body asks by the value": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*/ getUser(id); }
export async function GET(req) { const out = []; for await (const u of /*A1*/ each(["a", "b"])) out.push(await /*B*/ getOrders(u.id)); return out; }`,
    },
    "the body asks for something else": {
      expected: "independent",
      code: `import { getUser, getCatalog } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*/ getUser(id); }
export async function GET(req) { const out = []; for await (const u of /*A1*/ each(["a", "b"])) out.push(u, await /*B*/ getCatalog()); return out; }`,
    },
    "the body's call decides whether it goes on": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*B*/ getUser(id); }
export async function GET(req) { for await (const u of /*B1*/ each(["a", "b"])) { const c = await /*A*/ getCatalog(); if (c.stop) break; } return 1; }`,
    },
    "a generator kept and gone over later": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*//*B*/ getUser(id); }
export async function GET(req) { const it = /*A1*//*B1*/ each(["a", "b"]); for await (const u of it) if (u.stop) break; return 1; }`,
    },
    "a generator over another": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*//*B*/ getUser(id); }
async function* some(ids) { for await (const u of /*A1*//*B1*/ each(ids)) { if (u.last) return; yield u; } }
export async function GET(req) { const out = []; for await (const u of /*A2*//*B2*/ some(["a", "b"])) out.push(u); return out; }`,
    },
    "a generator that maps another": {
      expected: "independent",
      code: `import { getUser } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*//*B*/ getUser(id); }
async function* named(ids) { for await (const u of /*A1*//*B1*/ each(ids)) yield u.name; }
export async function GET(req) { const out = []; for await (const u of /*A2*//*B2*/ named(["a", "b"])) out.push(u); return out; }`,
    },
    "a generator that maps another, consumer stops by it": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*//*B*/ getUser(id); }
async function* named(ids) { for await (const u of /*A1*//*B1*/ each(ids)) yield u.name; }
export async function GET(req) { for await (const u of /*A2*//*B2*/ named(["a", "b"])) if (u === "x") return u; return 1; }`,
    },
    "a labelled continue of an outer loop": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*//*B*/ getUser(id); }
export async function GET(req) { all: for (const k of [1, 2]) { for await (const u of /*A1*//*B1*/ each(["a", "b"])) { if (u.skip) continue all; } } return 1; }`,
    },
    "async generator fed back": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
async function* walk() { let at = "x"; while (at) { const u = await /*A*//*B*/ getUser(at); yield u; at = u.next; } }
export async function GET(req) { const out = []; for await (const u of /*A1*//*B1*/ walk()) out.push(u); return out; }`,
    },
    "async generator, consumer breaks on content": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*//*B*/ getUser(id); }
export async function GET(req) { for await (const u of /*AB1*/ each(["a", "b"])) if (u.found) return u; return null; }`,
    },
    "async generator, consumer throws on content": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*//*B*/ getUser(id); }
export async function GET(req) { const out = []; for await (const u of /*AB1*/ each(["a", "b"])) { if (!u.ok) throw new Error("x"); out.push(u); } return out; }`,
    },
    "async generator, consumer writes what the generator reads": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api"; const seen = { last: "" };
async function* each(ids) { for (const id of ids) yield await /*A*//*B*/ getUser(id + seen.last); }
export async function GET(req) { for await (const u of /*AB1*/ each(["a", "b"])) seen.last = u.id; return null; }`,
    },
    "async generator, consumer gathers": {
      expected: "independent",
      code: `import { getUser } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*//*B*/ getUser(id); }
export async function GET(req) { const out = []; for await (const u of /*AB1*/ each(["a", "b"])) out.push(u); return out; }`,
    },
    "async generator, consumer asks with it": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*/ getUser(id); }
export async function GET(req) { const out = []; for await (const u of /*A1*/ each(["a", "b"])) out.push(await /*B*/ getOrders(u.id)); return out; }`,
    },
    "async generator, consumer asks for something else": {
      expected: "independent",
      code: `import { getUser, getCatalog } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*/ getUser(id); }
export async function GET(req) { const out = []; for await (const u of /*A1*/ each(["a", "b"])) out.push(u, await /*B*/ getCatalog()); return out; }`,
    },
    "async generator done, then other": {
      expected: "independent",
      code: `import { getUser, getCatalog } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*/ getUser(id); }
export async function GET(req) { const out = []; for await (const u of /*A1*/ each(["a", "b"])) out.push(u); const c = await /*B*/ getCatalog(); return [out, c]; }`,
    },
    "async generator handed to a package": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api"; import { pipeline } from "node:stream/promises";
async function* each(ids) { for (const id of ids) yield await /*A*//*B*/ getUser(id); }
export async function GET(req) { await pipeline(/*AB1*/ each(["a", "b"]), process.stdout); return null; }`,
    },
    "async generator manual next": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
async function* each(ids) { for (const id of ids) yield await /*A*//*B*/ getUser(id); }
export async function GET(req) { const it = /*AB1*/ each(["a", "b"]); let r = await it.next(); while (!r.done && !r.value.stop) r = await it.next(); return null; }`,
    },
  });
});
