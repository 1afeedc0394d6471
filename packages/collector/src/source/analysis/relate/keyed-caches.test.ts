import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const CACHED = `const entries = new Map();
export async function cached(key, load, ttl = 1000) { const hit = entries.get(key); if (hit && hit.expires > Date.now()) return hit.value; const value = await load(); entries.set(key, { value, expires: Date.now() + ttl }); return value; }`;

/** A route that asks twice by way of a cache. */
const route = (body: string, keys: { user: string; shop: string }, cache = CACHED): string => `
import { user, shop } from "./api";
export async function GET(request) { const id = request.headers.get("x-id"); ${body} }
// @file src/app/api.ts
import { cached } from "./cache";
async function getJson(path) { const res = await /*AB*/ fetch(process.env.API + path); if (!res.ok) throw new Error(path); return await res.json(); }
export async function user(id) { return await /*A2*/ cached(${keys.user}, async () => await /*A1*/ getJson("/u/" + id)); }
export async function shop(id) { return await /*B2*/ cached(${keys.shop}, async () => await /*B1*/ getJson("/s/" + id)); }
// @file src/app/cache.ts
${cache}`;

const BOTH = `const a = await /*A3*/ user(id); const b = await /*B3*/ shop("main"); return Response.json({ a, b });`;
const APART = { user: '"user:" + id', shop: "`shop:${id}`" };

/** A request beside a map that both may look into. */
const beside = (first: string, second: string): string => `const kept = new Map(); const seen = new Set();
const ask = async (path) => await (await /*AB*/ fetch(path)).json();
async function one(id) { ${first} const v = await /*A1*/ ask("/a/" + id); kept.set("a:" + id, v); seen.add("a:" + id); return v; }
async function other(id) { ${second} }
export async function GET(request) { const id = request.headers.get("x-id"); const a = await /*A2*/ one(id); const b = await /*B2*/ other(id); return Response.json({ a, b }); }`;

describe("caches under a key", () => {
  related({
    "keys that begin otherwise": { expected: "independent", code: route(BOTH, APART) },
    "keys of a kind and an id": {
      expected: "independent",
      code: route(
        BOTH,
        { user: '"user", id', shop: '"shop", id' },
        CACHED.replace("(key, load", "(kind, id, load").replace(
          "{ const hit",
          "{ const key = `${kind}:${id}`; const hit",
        ),
      ),
    },
    "the second key is made of what the first one gave": {
      expected: "data",
      code: route(`const a = await /*A3*/ user(id); return Response.json(await /*B3*/ shop(a.shop));`, APART),
    },
    "keys that begin alike": { expected: "needed", code: route(BOTH, { user: '"u:" + id', shop: '"u:" + id' }) },
    "one key that may be the other": {
      expected: "needed",
      code: route(BOTH, { user: '"u:" + id', shop: '"u:main"' }),
    },
    "keys that are the same sum": { expected: "needed", code: route(BOTH, { user: '"p" + (1 + 1)', shop: '"p2"' }) },
    "keys that fall back to words of their own": {
      expected: "needed",
      code: route(BOTH.replace('"main"', "id"), { user: 'id.trim() || "users"', shop: 'id.trim() || "shops"' }),
    },
    "keys out of the address, or words of their own": {
      expected: "needed",
      code: route(BOTH.replaceAll(/\b(?:id|"main")\)/g, "request)"), {
        user: 'new URL(id.url).searchParams.get("k") ?? "users"',
        shop: 'new URL(id.url).searchParams.get("k") ?? "shops"',
      }),
    },
    "keys that a branch may have set": {
      expected: "needed",
      code: route(
        BOTH,
        { user: "keyOf(id)", shop: "keyOf(id)" },
        CACHED.replace("(key, load", "(given, load").replace(
          "{ const hit",
          '{ let key; if (given) key = given.trim(); else key = "none"; const hit',
        ),
      ).replace("async function getJson", "const keyOf = (id) => id;\nasync function getJson"),
    },
    "keys that count": {
      expected: "needed",
      code: route(BOTH, { user: '"p" + next()', shop: '"p2"' }).replace(
        "async function getJson",
        "const next = () => { let n = 1; n++; return n; };\nasync function getJson",
      ),
    },
    "keys of which nothing is known": { expected: "needed", code: route(BOTH, { user: "id", shop: "id" }) },
    "one key of which nothing is known": {
      expected: "needed",
      code: route(BOTH.replace('"main"', "id"), { user: '"u:" + id', shop: "id" }),
    },
    "one key that is known, and never begins like the other": {
      expected: "independent",
      code: route(BOTH, { user: '"u:" + id', shop: "id" }),
    },
    "a cache that holds so many and no more": {
      expected: "needed",
      code: route(
        BOTH,
        APART,
        CACHED.replace(
          "entries.set(",
          "if (entries.size > 100) entries.delete(entries.keys().next().value); entries.set(",
        ),
      ),
    },
    "a cache that is emptied": {
      expected: "needed",
      code: route(BOTH, APART, CACHED.replace("entries.set(", "entries.clear(); entries.set(")),
    },
    "an entry under another key is looked for": {
      expected: "independent",
      code: beside("", `if (kept.has("b:" + id)) return null; return await /*B1*/ ask("/b/" + id);`),
    },
    "the entry itself is looked for": {
      expected: "needed",
      code: beside("", `if (kept.has("a:" + id)) return null; return await /*B1*/ ask("/b/" + id);`),
    },
    "how many entries there are": {
      expected: "needed",
      code: beside("", `if (kept.size > 2) return null; return await /*B1*/ ask("/b/" + id);`),
    },
    "going over the entries": {
      expected: "needed",
      code: beside("", `for (const one of kept.values()) id += one.id; return await /*B1*/ ask("/b/" + id);`),
    },
    "how many keys there are, in a list": {
      expected: "needed",
      code: beside("", `if ([...seen].length > 2) return null; return await /*B1*/ ask("/b/" + id);`),
    },
    "what the first one looked for is put there by the second": {
      expected: "needed",
      code: beside(
        `if (kept.get("b:" + id)) return null;`,
        `kept.set("b:1", id); return await /*B1*/ ask("/b/" + id);`,
      ),
    },
    "what the first one looked for may be what the second puts there": {
      expected: "needed",
      code: beside(`if (kept.get("b:" + id)) return null;`, `kept.set(id, id); return await /*B1*/ ask("/b/" + id);`),
    },
    "whether something was taken away": {
      expected: "needed",
      code: beside("", `if (seen.delete("a:" + id)) return null; return await /*B1*/ ask("/b/" + id);`),
    },
  });
});
