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
  });
});
