import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const IMPORTS = `import { getUser, getOrders, getCatalog, getCart, getFlags } from "@/lib/api";`;
const page = (body: string, more = ""): string => `${IMPORTS}
${more}
export default async function Page({ params, locals, event, id }) {
${body}
}`;

describe("effects, code that cannot be read, and roundabout ways of a value", () => {
  related({
    "a transaction": {
      expected: "needed",
      code: page(
        `return db.transaction(async (tx) => { const u = await /*A*/ tx.user.findFirst({ id }); const o = await /*B*/ tx.order.findMany({ id }); return [u, o]; });`,
        `import { db } from "some-orm";`,
      ),
    },
    "a pinned connection": {
      expected: "needed",
      code: page(
        `const c = await pool.connect(); await /*A*/ c.query("begin"); return await /*B*/ c.query("select * from x");`,
        `import { Pool } from "pg"; const pool = new Pool();`,
      ),
    },
    "cookies set from the answer, read by the helper": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); (await cookies()).set("s", u.session); return await /*B*/ mine();`,
        `import { cookies } from "next/headers"; const mine = async () => fetch("/mine", { headers: { cookie: (await cookies()).get("s").value } });`,
      ),
    },
    "cookies of Kit set from the answer": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api"; export async function load({ cookies, fetch, params }) { const u = await /*A*/ getUser(params.id); cookies.set("s", u.session, { path: "/" }); return { mine: await /*B*/ fetch("/mine") }; }`,
    },
    "global variable": {
      expected: "needed",
      code: page(
        `globalThis.user = await /*A*/ getUser(id); return await /*B*/ load();`,
        `const load = () => getOrders(globalThis.user.id);`,
      ),
    },
    "process.env": {
      expected: "needed",
      code: page(
        `process.env.TOKEN = (await /*A*/ getUser(id)).token; return await /*B*/ load();`,
        `const load = () => getOrders(process.env.TOKEN);`,
      ),
    },
    "array passed along": {
      expected: "needed",
      code: page(
        `const out = []; await /*A*/ collect(out, id); return await /*B*/ getOrders(out[0]);`,
        `async function collect(out, id) { out.push((await getUser(id)).id); }`,
      ),
    },
    "a promise resolved by another": {
      expected: "needed",
      code: page(
        `const { promise, resolve } = Promise.withResolvers(); resolve(await /*A*/ getUser(id)); const u = await promise; return await /*B*/ getOrders(u.id);`,
      ),
    },
    "memoised by a module variable": {
      expected: "needed",
      code: page(
        `const a = await /*A*/ once(id); const b = await /*B*/ once(id); return [a, b];`,
        `let kept; async function once(id) { if (!kept) kept = await getUser(id); return kept; }`,
      ),
    },
    "cached by React": {
      expected: "needed",
      code: page(
        `const a = await /*A*/ once(id); if (!a) return null; const b = await /*B*/ once(id); return [a, b];`,
        `import { cache } from "react"; const once = cache((id) => getUser(id));`,
      ),
    },
    "written, then read": {
      expected: "ordered",
      code: page(`await /*A*/ fetch("/x", { method: "POST" }); return await /*B*/ fetch("/x");`),
    },
    "read, then written": {
      expected: "ordered",
      code: page(`const x = await /*A*/ fetch("/x"); await /*B*/ fetch("/y", { method: "DELETE" }); return x;`),
    },
    "write in a helper": {
      expected: "ordered",
      code: page(
        `await /*A*/ touch(id); return await /*B*/ getOrders(id);`,
        `const touch = (id) => fetch("/t/" + id, { method: "PUT" });`,
      ),
    },
    "method not known": {
      expected: "needed",
      code: page(`await /*A*/ fetch("/x", { method: params.method }); return await /*B*/ fetch("/x");`),
    },
    "options not known": {
      expected: "needed",
      code: page(`await /*A*/ fetch("/x", params.options); return await /*B*/ fetch("/x");`),
    },
    "Request object with a method": {
      expected: "needed",
      code: page(
        `const req = new Request("/x", { method: "POST" }); await /*A*/ fetch(req); return await /*B*/ fetch("/x");`,
      ),
    },
    "unknown name of a package": {
      expected: "needed",
      code: page(
        `await /*A*/ process1(id); return await /*B*/ getCatalog();`,
        `import { frobnicate as process1 } from "some-sdk";`,
      ),
    },
    "helper that is missing": {
      expected: "needed",
      code: page(
        `await /*A*/ getUser(id); await prepare(); return await /*B*/ getMine();`,
        `import { prepare, getMine } from "./not-uploaded";`,
      ),
    },
    "both in a missing file": {
      expected: "needed",
      code: page(
        `const a = await /*A*/ getA(id); return [a, await /*B*/ getB(id)];`,
        `import { getA, getB } from "./not-uploaded";`,
      ),
    },
    eval: {
      expected: "needed",
      code: page(`const u = await /*A*/ getUser(id); eval("key = u.id"); return await /*B*/ getOrders(id);`),
    },
    "arguments object": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); return await /*B*/ load(1, u);`,
        `function load() { return getOrders(arguments[1].id); }`,
      ),
    },
    bind: {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); const load = getOrders.bind(null, u.id); return await /*B*/ load();`,
      ),
    },
    currying: {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); const f = ((k) => () => () => getOrders(k))(u.id)(); return await /*B*/ f();`,
      ),
    },
    "static field": {
      expected: "needed",
      code: page(
        `await /*A*/ Auth.init(id); return await /*B*/ Auth.load();`,
        `class Auth { static user; static async init(id) { Auth.user = await getUser(id); } static load() { return getOrders(this.user.id); } }`,
      ),
    },
    "symbol key": {
      expected: "needed",
      code: page(
        `const K = Symbol("u"); event[K] = await /*A*/ getUser(id); return await /*B*/ getOrders(event[K].id);`,
      ),
    },
    "JSON round trip": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); const t = JSON.parse(JSON.stringify({ a: [u] })); return await /*B*/ getOrders(t.a[0].id);`,
      ),
    },
    "structured clone, encode, split": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); const [k] = encodeURIComponent(structuredClone(u).id).split("-"); return await /*B*/ getOrders(k);`,
      ),
    },
    "length of the answer": {
      expected: "needed",
      code: page(`const u = await /*A*/ getOrders(id); return await /*B*/ fetch("/x?n=" + u.length);`),
    },
    "a number made from the answer": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); let n = 0; if (u.vip) n = 1; return await /*B*/ fetch("/x?n=" + n);`,
      ),
    },
    "counter bumped by the answer": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); let n = 0; u.list.forEach(() => { n++; }); return await /*B*/ fetch("/x?n=" + n);`,
      ),
    },
    negated: {
      expected: "needed",
      code: page(`const u = await /*A*/ getUser(id); return await /*B*/ fetch("/x?n=" + !u + typeof u.x);`),
    },
    "delete by the answer": {
      expected: "needed",
      code: page(
        `const f = { a: 1, b: 2 }; const u = await /*A*/ getUser(id); if (u.x) delete f.a; return await /*B*/ fetch("/x?" + new URLSearchParams(f));`,
      ),
    },
    "delete by a key of the answer": {
      expected: "needed",
      code: page(
        `const f = { a: 1, b: 2 }; const u = await /*A*/ getUser(id); delete f[u.key]; return await /*B*/ fetch("/x?" + new URLSearchParams(f));`,
      ),
    },
    "Reflect.set": {
      expected: "needed",
      code: page(
        `const f = { a: 1 }; const u = await /*A*/ getUser(id); Reflect.set(f, "a", u.id); return await /*B*/ getOrders(f.a);`,
      ),
    },
    "for in": {
      expected: "needed",
      code: page(
        `const f = {}; const u = await /*A*/ getUser(id); for (const k in u) f[k] = 1; return await /*B*/ getOrders(Object.keys(f).join());`,
      ),
    },
    "swap by destructuring": {
      expected: "needed",
      code: page(`let a = 1, b = await /*A*/ getUser(id); [a, b] = [b, a]; return await /*B*/ getOrders(a.id);`),
    },
    "sequence and comma": {
      expected: "needed",
      code: page(
        `let k; const u = (await /*A*/ getUser(id), 1); k = (u, (await getUser(id)).id); return await /*B*/ fetch("/x", { body: k, method: "POST" });`,
      ),
    },
    setTimeout: {
      expected: "needed",
      code: page(
        `let k; const u = await /*A*/ getUser(id); setTimeout(() => { k = u.id; }); await tick(); return await /*B*/ getOrders(k);`,
        `import { setImmediate as tick } from "node:timers/promises";`,
      ),
    },
    "abort by the answer": {
      expected: "needed",
      code: page(
        `const c = new AbortController(); const u = await /*A*/ getUser(id); if (u.x) c.abort(); return await /*B*/ fetch("/x", { signal: c.signal });`,
      ),
    },
    "response passed on": {
      expected: "needed",
      code: page(
        `const r = await /*A*/ fetch("/a"); return await /*B*/ fetch("/b", { body: r.body, headers: r.headers });`,
      ),
    },
    "header of the response": {
      expected: "needed",
      code: page(`const r = await /*A*/ fetch("/a"); return await /*B*/ fetch(r.headers.get("location"));`),
    },
    "url of the response": {
      expected: "needed",
      code: page(`const r = await /*A*/ fetch("/a"); return await /*B*/ fetch(r.url + "/x");`),
    },
    "status of the response": {
      expected: "needed",
      code: page(`const r = await /*A*/ fetch("/a"); return await /*B*/ fetch("/x?s=" + r.status);`),
    },
  });
});
