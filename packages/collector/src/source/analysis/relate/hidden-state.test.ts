import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const IMPORTS = `import { getUser, getOrders, getCatalog, getCart, getFlags } from "@/lib/api";`;
const page = (body: string, more = ""): string => `${IMPORTS}
${more}
export default async function Page({ params, locals, event, id }) {
${body}
}`;

describe("state between the calls that no argument shows", () => {
  related({
    "module variable set by one, read by the other": {
      expected: "needed",
      code: page(
        `await /*A*/ login(id); return await /*B*/ load();`,
        `let token = ""; async function login(id) { token = (await getUser(id)).token; } const load = () => getOrders(token);`,
      ),
    },
    "module variable set by one, not read": {
      expected: "independent",
      code: page(
        `await /*A*/ first(id); return await /*B*/ getCatalog();`,
        `let last = ""; async function first(id) { last = (await getUser(id)).name; }`,
      ),
    },
    "module variable in another file, two levels down": {
      expected: "needed",
      code: `import { signIn } from "@/lib/auth"; import { fetchMine } from "@/lib/mine";
        export async function load(id) { await /*A*/ signIn(id); return await /*B*/ fetchMine(); }
        // @file src/lib/session.ts
        let current; export function setCurrent(s) { current = s; } export function getCurrent() { return current; }
        // @file src/lib/auth.ts
        import { setCurrent } from "./session"; import { getUser } from "./api";
        async function inner(id) { const u = await getUser(id); remember(u); } function remember(u) { setCurrent(u.session); }
        export async function signIn(id) { await inner(id); }
        // @file src/lib/mine.ts
        import { getCurrent } from "./session";
        const key = () => getCurrent()?.key; export const fetchMine = () => fetch("/mine?" + key());`,
    },
    "stateful client of a package": {
      expected: "needed",
      code: page(
        `const s = await /*A*/ getUser(id); client.setToken(s.token); return await /*B*/ client.get("/x");`,
        `import { Client } from "some-sdk"; const client = new Client();`,
      ),
    },
    "client whose token was set before": {
      expected: "independent",
      code: page(
        `client.setToken(params.token); const s = await /*A*/ getUser(id); return [s, await /*B*/ client.get("/x")];`,
        `import { Client } from "some-sdk"; const client = new Client();`,
      ),
    },
    "header default set on a package's instance": {
      expected: "needed",
      code: page(
        `const s = await /*A*/ getUser(id); api.defaults.headers.common.Authorization = s.token; return await /*B*/ api.get("/x");`,
        `import axios from "axios"; const api = axios.create({ baseURL: "/" });`,
      ),
    },
    "field of an instance, through a method": {
      expected: "needed",
      code: page(
        `const s = new Store(); await /*A*/ s.init(id); return await /*B*/ s.orders();`,
        `class Store { user = null; async init(id) { this.user = await getUser(id); } orders() { return getOrders(this.user?.id); } }`,
      ),
    },
    "field of an instance nobody reads": {
      expected: "independent",
      code: page(
        `const s = new Store(); await /*A*/ s.init(id); return await /*B*/ s.catalog();`,
        `class Store { user = null; async init(id) { this.user = await getUser(id); } catalog() { return getCatalog(); } }`,
      ),
    },
    "two instances of one class": {
      expected: "independent",
      code: page(
        `const a = new Store(); const b = new Store(); await /*A*/ a.init(id); return await /*B*/ b.orders();`,
        `class Store { user = null; async init(id) { this.user = await getUser(id); } orders() { return getOrders(this.user?.id); } }`,
      ),
    },
    "private field, inherited": {
      expected: "needed",
      code: page(
        `const s = new Store(); await /*A*/ s.init(id); return await /*B*/ s.orders();`,
        `class Base { #user; async init(id) { this.#user = await getUser(id); } get key() { return this.#user.id; } } class Store extends Base { orders() { return getOrders(this.key); } }`,
      ),
    },
    "this in a class that calls itself": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api"; export class Flow { async run(id) { await /*A*/ this.who(id); return await /*B*/ this.what(); } async who(id) { this.user = await getUser(id); } what() { return getOrders(this.user.id); } }`,
    },
    "bag of the request": {
      expected: "needed",
      code: page(
        `locals.user = await /*A*/ getUser(id); return await /*B*/ orders(locals);`,
        `const orders = (bag) => getOrders(bag.user.id);`,
      ),
    },
    "bag of the request, another field": {
      expected: "independent",
      code: page(
        `locals.user = await /*A*/ getUser(id); return await /*B*/ orders(locals.tenant);`,
        `const orders = (t) => getOrders(t);`,
      ),
    },
    "bag within the event": {
      expected: "needed",
      code: page(
        `await /*A*/ fill(event, id); return await /*B*/ orders(event);`,
        `async function fill(event, id) { event.locals.user = await getUser(id); } const orders = (event) => getOrders(event.locals.user.id);`,
      ),
    },
    Map: {
      expected: "needed",
      code: page(
        `const m = new Map(); m.set("user", await /*A*/ getUser(id)); return await /*B*/ getOrders(m.get("user").id);`,
      ),
    },
    "Map, another key": {
      expected: "independent",
      code: page(
        `const m = new Map([["tenant", id]]); const x = new Map(); x.set("user", await /*A*/ getUser(id)); return [x, await /*B*/ getOrders(m.get("tenant"))];`,
      ),
    },
    "module Map": {
      expected: "needed",
      code: page(
        `await /*A*/ warm(id); return await /*B*/ read(id);`,
        `const cacheMap = new Map(); async function warm(id) { cacheMap.set(id, await getUser(id)); } function read(id) { return getOrders(cacheMap.get(id)); }`,
      ),
    },
    "WeakMap by the request": {
      expected: "needed",
      code: page(
        `await /*A*/ fill(event); return await /*B*/ read(event);`,
        `const users = new WeakMap(); async function fill(e) { users.set(e, await getUser(e.id)); } const read = (e) => getOrders(users.get(e).id);`,
      ),
    },
    Set: {
      expected: "needed",
      code: page(
        `const s = new Set(); s.add((await /*A*/ getUser(id)).id); return await /*B*/ getOrders([...s].join());`,
      ),
    },
    "computed destructuring": {
      expected: "needed",
      code: page(
        `const all = { user: await /*A*/ getUser(id), x: 1 }; const { [params.key]: picked } = all; return await /*B*/ getOrders(picked.id);`,
      ),
    },
    "computed key from the answer": {
      expected: "needed",
      code: page(
        `const { role } = await /*A*/ getUser(id); const table = { admin: "/a", user: "/b" }; return await /*B*/ fetch(table[role]);`,
      ),
    },
    "closure over the answer, called later": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); const actions = { orders: () => getOrders(u.id) }; return await /*B*/ actions.orders();`,
      ),
    },
    "closure stored as a field": {
      expected: "needed",
      code: page(
        `const box = {}; const u = await /*A*/ getUser(id); box.load = function () { return getOrders(u.id); }; return await /*B*/ box["load"]();`,
      ),
    },
    "function made from the answer": {
      expected: "needed",
      code: page(
        `const call = await /*A*/ make(id); return await /*B*/ call();`,
        `async function make(id) { const u = await getUser(id); return () => getOrders(u.id); }`,
      ),
    },
    "client made from the answer": {
      expected: "needed",
      code: page(
        `const { token } = await /*A*/ getUser(id); const api = createApi(token); return await /*B*/ api.orders();`,
        `const createApi = (token) => ({ orders: () => fetch("/o", { headers: { token } }) });`,
      ),
    },
    "package client made from the answer": {
      expected: "needed",
      code: page(
        `const { token } = await /*A*/ getUser(id); const api = new Api({ token }); return await /*B*/ api.get("/orders");`,
        `import { Api } from "some-sdk";`,
      ),
    },
    "callback that assigns": {
      expected: "needed",
      code: page(
        `let who; await /*A*/ withUser(id, (u) => { who = u.id; }); return await /*B*/ getOrders(who);`,
        `async function withUser(id, f) { f(await getUser(id)); }`,
      ),
    },
    "callback given to a package": {
      expected: "needed",
      code: page(
        `let who; await /*A*/ withUser(id, (u) => { who = u.id; }); return await /*B*/ getOrders(who);`,
        `import { withUser } from "some-sdk";`,
      ),
    },
    "Object.assign into a shared object": {
      expected: "needed",
      code: page(`const ctx = {}; Object.assign(ctx, await /*A*/ getUser(id)); return await /*B*/ getOrders(ctx.id);`),
    },
    "Object.assign in a helper": {
      expected: "needed",
      code: page(
        `await /*A*/ fill(state, id); return await /*B*/ load();`,
        `const state = {}; async function fill(s, id) { Object.assign(s, { user: await getUser(id) }); } const load = () => getOrders(state.user.id);`,
      ),
    },
    getter: {
      expected: "needed",
      code: page(
        `const s = { u: null, get key() { return this.u.id; } }; s.u = await /*A*/ getUser(id); return await /*B*/ getOrders(s.key);`,
      ),
    },
    setter: {
      expected: "needed",
      code: page(
        `let held; const s = { set user(u) { held = u; } }; s.user = await /*A*/ getUser(id); return await /*B*/ getOrders(held.id);`,
      ),
    },
    defineProperty: {
      expected: "needed",
      code: page(
        `const s = {}; const u = await /*A*/ getUser(id); Object.defineProperty(s, "key", { get() { return u.id; } }); return await /*B*/ getOrders(s.key);`,
      ),
    },
    Proxy: {
      expected: "needed",
      code: page(
        `const s = new Proxy({}, { get: (t, k) => t.u?.[k], set: (t, k, v) => { t.u = v; return true; } }); s.user = await /*A*/ getUser(id); return await /*B*/ getOrders(s.id);`,
      ),
    },
    generator: {
      expected: "needed",
      code: page(
        `function* steps() { const u = yield getUser(id); yield getOrders(u.id); } const it = steps(); const u = await /*A*/ it.next().value; return await /*B*/ it.next(u).value;`,
      ),
    },
    "generator that calls both": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api"; export async function* all(id) { const u = await /*A*/ getUser(id); yield u; yield await /*B*/ getOrders(id); }`,
    },
    "async iterator": {
      expected: "needed",
      code: page(
        `for await (const u of users(id)) { await /*B*/ getOrders(u.id); }`,
        `async function* users(id) { yield await /*A*/ getUser(id); }`,
      ),
    },
    "event emitter": {
      expected: "needed",
      code: page(
        `let who; bus.on("user", (u) => { who = u.id; }); await /*A*/ emitUser(id); return await /*B*/ getOrders(who);`,
        `import { EventEmitter } from "node:events"; const bus = new EventEmitter(); async function emitUser(id) { bus.emit("user", await getUser(id)); }`,
      ),
    },
    AsyncLocalStorage: {
      expected: "needed",
      code: page(
        `await /*A*/ enter(id); return await /*B*/ mine();`,
        `import { AsyncLocalStorage } from "node:async_hooks"; const als = new AsyncLocalStorage(); async function enter(id) { als.enterWith(await getUser(id)); } const mine = () => getOrders(als.getStore().id);`,
      ),
    },
    "AsyncLocalStorage, store filled in": {
      expected: "needed",
      code: page(
        `await /*A*/ enter(id); return await /*B*/ mine();`,
        `import { AsyncLocalStorage } from "node:async_hooks"; const als = new AsyncLocalStorage(); async function enter(id) { als.getStore().user = await getUser(id); } const mine = () => getOrders(als.getStore().user.id);`,
      ),
    },
    "default parameter reads a module variable": {
      expected: "needed",
      code: page(
        `await /*A*/ set(id); return await /*B*/ load();`,
        `let who; async function set(id) { who = await getUser(id); } const load = (u = who) => getOrders(u.id);`,
      ),
    },
    "logical assignment of a module variable": {
      expected: "needed",
      code: page(
        `await /*A*/ set(id); return await /*B*/ load();`,
        `let who; async function set(id) { who ??= await getUser(id); return who; } const load = () => getOrders(who?.id);`,
      ),
    },
    "using a resource": {
      expected: "needed",
      code: page(
        `await using session = await /*A*/ open(id); return await /*B*/ session.query("select 1");`,
        `import { open } from "some-sdk";`,
      ),
    },
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
