import { describe } from "vitest";
import { MAX_HANDED } from "../machine/handed-out.ts";
import { related } from "./testing/cases.ts";

/** A asks and keeps a part of the answer; B goes through what the client was handed before. */
const KEEPS = `let cur: any = "";
export async function keep(path: string) { const r = await /*A*/ fetch("http://a" + path); if (!r.ok) throw new Error(path); cur = (await r.json()).id; }`;
const AXIOS = `import axios from "axios"; const api = axios.create({ baseURL: "http://a" });`;
const GETS = "export async function ask(path: string) { return (await /*B*/ api.get(path)).data; }";
const PLAIN =
  "export async function ask(path: string) { const q: any = await value(); const r = await /*B*/ fetch(`http://b${path}?q=${q}`); if (!r.ok) throw new Error(path); return r.json(); }";
const BOTH = `export async function keep(path: string) { return (await /*A*/ api.get(path)).data; }
export async function ask(path: string) { return (await /*B*/ api.get(path)).data; }`;

const COUNTS = "api.interceptors.request.use((c) => { c.n = n; return c; }); ";

function page(client: string, before: string = ""): string {
  return `import { ask, keep, start, value } from "@/lib/client";
export default async function Page() { ${before} const a: any = await /*A1*/ keep("/a"); const b = await /*B1*/ ask("/b"); return [a?.n, b.n]; }
// @file src/lib/client.ts
${client}`;
}

describe("functions handed to what is not followed, which run whenever that is asked", () => {
  related({
    "an interceptor that reads what A set": {
      expected: "needed",
      code: page(
        `${AXIOS} ${KEEPS} api.interceptors.request.use((c) => { c.headers.set("x", cur); return c; }); ${GETS}`,
      ),
    },
    "an interceptor that sets what B reads": {
      expected: "needed",
      code: page(
        `${AXIOS} let cur = ""; api.interceptors.response.use((r) => { cur = r.data.id; return r; }); const value = () => cur; export async function keep(path: string) { return (await /*A*/ api.get(path)).data; } ${PLAIN}`,
      ),
    },
    "an interceptor that leaves by what A said": {
      expected: "guard",
      code: page(
        `${AXIOS} import { redirect } from "next/navigation"; api.interceptors.response.use((r) => { if (r.data.role !== "admin") redirect("/"); return r; }); ${BOTH}`,
      ),
    },
    "hooks in a list, deep in the options": {
      expected: "needed",
      code: page(
        `import ky from "ky"; ${KEEPS} const api = ky.create({ hooks: { beforeRequest: [(r) => { r.headers.set("x", cur); }] } }); export async function ask(path: string) { return await /*B*/ api.get(path).json(); }`,
      ),
    },
    "a function that makes the function": {
      expected: "needed",
      code: page(
        `import { use, get } from "curry"; ${KEEPS} use((next: any) => async (request: any) => next({ ...request, t: cur })); export async function ask(path: string) { return await /*B*/ get("http://b" + path); }`,
      ),
    },
    "a dispatcher that is named in the options": {
      expected: "needed",
      code: page(
        `import { Agent, fetch as ufetch } from "undici"; ${KEEPS} const d = new Agent().compose((dispatch) => (o: any, h: any) => dispatch({ ...o, headers: { t: cur } }, h)); export async function ask(path: string) { return await (await /*B*/ ufetch("http://b" + path, { dispatcher: d })).json(); }`,
      ),
    },
    "a dispatcher for everybody": {
      expected: "needed",
      code: page(
        `import { Agent, setGlobalDispatcher } from "undici"; ${KEEPS} setGlobalDispatcher(new Agent().compose((dispatch) => (o: any, h: any) => dispatch({ ...o, headers: { t: cur } }, h))); export async function ask(path: string) { const r = await /*B*/ fetch("http://b" + path); return r.json(); }`,
      ),
    },
    "a listener that changes what it is given": {
      expected: "needed",
      code: page(
        `import { EventEmitter } from "node:events"; const bus = new EventEmitter(); ${KEEPS} bus.on("ask", (o: any) => { o.headers = { t: cur }; }); export async function ask(path: string) { const o: any = {}; bus.emit("ask", o); const r = await /*B*/ fetch("http://b" + path, o); return r.json(); }`,
      ),
    },
    "a listener that runs between A and B": {
      expected: "needed",
      code: page(
        `import { EventEmitter } from "node:events"; const bus = new EventEmitter(); let two: any; ${KEEPS} bus.on("next", () => { two = cur; }); const value = () => { bus.emit("next"); return two; }; ${PLAIN}`,
      ),
    },
    "a cache that asks its own question": {
      expected: "needed",
      code: page(
        `import { LRUCache } from "lru-cache"; ${KEEPS} const cache = new LRUCache<string, any>({ max: 9, fetchMethod: async () => cur }); const value = () => cache.fetch("k"); ${PLAIN}`,
      ),
    },
    "what is remembered is an object that A changes": {
      expected: "needed",
      code: page(
        `import mem from "mem"; const state: any = {}; const now = mem(() => state); export async function keep(path: string) { const r = await /*A*/ fetch("http://a" + path); state.id = (await r.json()).id; } const value = () => now().id; ${PLAIN}`,
      ),
    },
    "in a constructor, reading its own field": {
      expected: "needed",
      code: page(
        `import axios from "axios"; class Api { cur: any; http = axios.create({}); constructor() { this.http.interceptors.request.use((c) => { c.headers.x = this.cur; return c; }); } async keep(p: string) { const r = await /*A*/ fetch("http://a" + p); this.cur = (await r.json()).id; } async ask(p: string) { return (await /*B*/ this.http.get(p)).data; } } const api = new Api(); export const keep = (p: string) => api.keep(p); export const ask = (p: string) => api.ask(p);`,
      ),
    },
    "earlier in the request": {
      expected: "needed",
      code: page(
        `${AXIOS} ${KEEPS} export function start() { api.interceptors.request.use((c) => { c.headers.x = cur; return c; }); } ${GETS}`,
        "start();",
      ),
    },
    "an object whose methods are called": {
      expected: "needed",
      code: page(
        `import { createClient } from "some-client"; ${KEEPS} class Auth { headers() { return { x: cur }; } } const api = createClient({ auth: new Auth() }); ${GETS}`,
      ),
    },
    "options that are asked for when they are wanted": {
      expected: "needed",
      code: page(
        `import { createClient } from "some-client"; ${KEEPS} const api = createClient({ get token() { return cur; } }); ${GETS}`,
      ),
    },
    "a method that the class from outside calls": {
      expected: "needed",
      code: page(
        `import { DataSource } from "some-source"; ${KEEPS} class Api extends DataSource { willSend(request: any) { request.headers.t = cur; } async load(p: string) { return await /*B*/ this.get(p); } } const api = new Api(); export const ask = async (p: string) => await /*B1*/ api.load(p);`,
      ).replace("await /*B1*/ ask", "await /*B2*/ ask"),
    },
    "put into a member": {
      expected: "needed",
      code: page(`${AXIOS} ${KEEPS} api.defaults.transformRequest = [(d: any, h: any) => { h.x = cur; }]; ${GETS}`),
    },
    "more functions than are remembered": {
      expected: "unknown",
      code: page(
        `${AXIOS} ${KEEPS} let n = 0; ${COUNTS.repeat(MAX_HANDED)} api.interceptors.request.use((c) => { c.headers.x = cur; return c; }); ${GETS}`,
      ),
    },
    "as many functions as are remembered": {
      expected: "independent",
      code: page(`${AXIOS} let n = 0; ${COUNTS.repeat(MAX_HANDED)} ${BOTH}`),
    },
    "a token that owes nothing to A": {
      expected: "independent",
      code: page(
        `${AXIOS} import { cookies } from "next/headers"; api.interceptors.request.use(async (c) => { const token = (await cookies()).get("t")?.value ?? process.env.TOKEN; if (token) c.headers.set("Authorization", token); return c; }, (error) => Promise.reject(error)); ${BOTH}`,
      ),
    },
    "a failure that is told otherwise": {
      expected: "independent",
      code: page(
        `${AXIOS} class ApiError extends Error {} api.interceptors.response.use((r) => { if (r.data.error) throw new ApiError(r.data.error); return r; }, (error) => { console.error(error.message); if (error.response) throw new ApiError(error.response.data.message); return Promise.reject(error); }); ${BOTH}`,
      ),
    },
    "handlers of other routes, each handed to the same thing": {
      expected: "independent",
      code: `import { getOrders, getUser } from "@/lib/api";
export function routes(app) {
  app.get("/orders", async (req) => { const { ids } = await getUser(req.id); return await /*A1*//*B1*/ ids.reduce((sum, id) => sum.then(async (so) => so + (await /*A*//*B*/ getOrders(id)).n), Promise.resolve(0)); });
  app.get("/users", async (req) => getUser(req.id));
}`,
    },
    "a class from outside whose hook sends a setting": {
      expected: "independent",
      code: page(
        `import { DataSource } from "some-source"; class Api extends DataSource { willSend(request: any) { request.headers.t = process.env.TOKEN; } async one(p: string) { return await /*A*/ this.get(p); } async two(p: string) { return await /*B*/ this.get(p); } } const api = new Api(); export const keep = async (p: string) => await /*A1*/ api.one(p); export const ask = async (p: string) => await /*B1*/ api.two(p);`,
      )
        .replace("await /*A1*/ keep", "await /*A2*/ keep")
        .replace("await /*B1*/ ask", "await /*B2*/ ask"),
    },
  });
});

const ZOD = `import { z } from "zod";`;

describe("functions in schemas", () => {
  const reads = (schema: string, call: string = `schema.parse("")`): string =>
    page(`${ZOD} ${KEEPS} const schema = ${schema}; const value = () => ${call}; ${PLAIN}`);
  related({
    transform: { expected: "needed", code: reads("z.string().transform(() => cur)") },
    "transform, named": {
      expected: "needed",
      code: reads("z.string().transform(now); function now() { return cur; }"),
    },
    default: {
      expected: "needed",
      code: reads("z.object({ c: z.string().default(() => cur) })", "schema.parse({}).c"),
    },
    catch: { expected: "needed", code: reads("z.object({ c: z.string().catch(() => cur) })", "schema.parse({}).c") },
    preprocess: {
      expected: "needed",
      code: reads("z.preprocess((v: any) => ({ ...v, c: cur }), z.object({}))", "schema.parse({}).c"),
    },
    refine: { expected: "needed", code: reads(`z.string().refine(() => cur !== "x")`, `schema.safeParse("").success`) },
    parseAsync: {
      expected: "needed",
      code: reads("z.string().transform(async () => cur)", `schema.parseAsync("")`),
    },
    "functions of what they are given": {
      expected: "independent",
      code: page(
        `${ZOD} const slug = (s: string) => s.trim(); const RATE = 3; const schema = z.object({ n: z.string().transform(slug), m: z.number().transform((m) => m * RATE) }); const value = () => 1;
export async function keep(path: string) { const r = await /*A*/ fetch("http://a" + path); if (!r.ok) throw new Error(path); return schema.parse(await r.json()); } ${PLAIN}`,
      ),
    },
  });
});

describe("forms that ask for what was said", () => {
  const parsed = (schema: string, parse: string = "return schema.parse(await r.json());", from: string = ZOD): string =>
    page(
      `${from} const schema = ${schema}; const value = () => 1; export async function keep(path: string) { const r = await /*A*/ fetch("http://a" + path); if (!r.ok) throw new Error(path); ${parse} } ${PLAIN}`,
    );
  related({
    "one value alone": { expected: "guard", code: parsed(`z.object({ role: z.literal("admin") })`) },
    "one value alone, further in": {
      expected: "guard",
      code: parsed(`z.object({ n: z.string() }).extend({ user: z.object({ role: z.literal("admin") }) })`),
    },
    "a rule for the whole": {
      expected: "guard",
      code: parsed(`z.object({ role: z.string() }).refine((u) => u.role === "admin")`),
    },
    "a rule for the whole, in a pipe": {
      expected: "guard",
      code: parsed(
        `v.pipe(v.object({ role: v.string() }), v.check((u) => u.role === "admin"))`,
        "return v.parse(schema, await r.json());",
        `import * as v from "valibot";`,
      ),
    },
    "safeParse and throw": {
      expected: "guard",
      code: parsed(
        `z.object({ role: z.literal("admin") })`,
        "const told = schema.safeParse(await r.json()); if (!told.success) throw new Error(path); return told.data;",
      ),
    },
    "a form made of what A said": {
      expected: "guard",
      code: parsed("z.string()", `const { max } = await r.json(); z.string().max(max).parse("given");`),
    },
    "one of several values": {
      expected: "independent",
      code: parsed(
        `z.object({ status: z.enum(["open", "paid"]), plan: z.union([z.literal("a"), z.literal("b")]), n: z.string().min(1), slug: z.string().refine((s) => s.length > 2) })`,
      ),
    },
    "what kind of answer it is": {
      expected: "independent",
      code: parsed(`z.object({ type: z.literal("user"), success: z.literal(true), n: z.string() })`),
    },
  });
});
