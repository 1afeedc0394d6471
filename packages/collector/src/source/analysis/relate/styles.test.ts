import { describe } from "vitest";
import { related } from "./testing/cases.ts";

describe("styles of real code", () => {
  related({
    "result tuple client, error only reported": {
      expected: "independent",
      code: `const api = async (p) => { const r = await fetch(p); if (!r.ok) return { data: null, error: { status: r.status } }; return { data: await r.json(), error: null }; };
export async function GET() { const { data: a, error: ea } = await /*A*/ api("/a"); const { data: b, error: eb } = await /*B*/ api("/b"); return Response.json({ a, b, ea, eb }); }`,
    },
    "result tuple client, early return on error": {
      expected: "needed",
      code: `const api = async (p) => { const r = await fetch(p); if (!r.ok) return { data: null, error: { status: r.status } }; return { data: await r.json(), error: null }; };
export async function GET() { const { data: a, error: ea } = await /*A*/ api("/a"); if (ea) return Response.json({ ea }, { status: 401 }); const { data: b } = await /*B*/ api("/b"); return Response.json({ a, b }); }`,
    },
    "neverthrow-like, joined later": {
      expected: "independent",
      code: `import { ok, err } from "./result";
const api = async (p) => { const r = await fetch(p); return r.ok ? ok(await r.json()) : err(r.status); };
export async function GET() { const a = await /*A*/ api("/a"); const b = await /*B*/ api("/b"); return a.isOk() && b.isOk() ? Response.json([a.value, b.value]) : new Response(null, { status: 502 }); }
// @file src/app/result.ts
export class Ok { constructor(readonly value) {} isOk() { return true; } isErr() { return false; } }
export class Err { constructor(readonly error) {} isOk() { return false; } isErr() { return true; } }
export const ok = (v) => new Ok(v); export const err = (e) => new Err(e);`,
    },
    "neverthrow-like, chain": {
      expected: "needed",
      code: `import { ok, err } from "./result";
const api = async (p) => { const r = await fetch(p); return r.ok ? ok(await r.json()) : err(r.status); };
export async function GET() { const a = await /*A*/ api("/a"); if (a.isErr()) return new Response(null, { status: 404 }); const b = await /*B*/ api("/b/" + a.value.id); return Response.json([a.value, b.value]); }
// @file src/app/result.ts
export class Ok { constructor(readonly value) {} isOk() { return true; } isErr() { return false; } }
export class Err { constructor(readonly error) {} isOk() { return false; } isErr() { return true; } }
export const ok = (v) => new Ok(v); export const err = (e) => new Err(e);`,
    },
    "tRPC caller": {
      expected: "independent",
      code: `import { createCaller } from "@/server/trpc"; 
export default async function Page({ params }) { const { id } = await params; const api = await createCaller(); const user = await api.user.byId./*A*/ query(id); const posts = await api.post.list./*B*/ query({ limit: 3 }); return <div>{user.name}{posts.length}</div>; }
// @file src/server/trpc.ts
import { createTRPCClient, httpBatchLink } from "@trpc/client";
export const createCaller = async () => createTRPCClient({ links: [httpBatchLink({ url: process.env.API })] });`,
    },
    "tRPC caller, fed": {
      expected: "needed",
      code: `import { api } from "@/server/trpc"; 
export default async function Page({ params }) { const { id } = await params; const user = await api.user.byId./*A*/ query(id); const posts = await api.post.byUser./*B*/ query(user.id); return <div>{user.name}{posts.length}</div>; }
// @file src/server/trpc.ts
import { createTRPCClient, httpBatchLink } from "@trpc/client";
export const api = createTRPCClient({ links: [httpBatchLink({ url: process.env.API })] });`,
    },
    "lodash pipeline between": {
      expected: "independent",
      code: `import _ from "lodash"; import { getUser, getCatalog } from "@/lib/api";
export default async function Page({ id }) { const user = await /*A*/ getUser(id); const tags = _.chain(user.tags).uniqBy("id").sortBy("name").map("name").value(); const top = _.get(user, "a.b", 3); const c = await /*B*/ getCatalog(); return [tags, top, c]; }`,
    },
    "lodash merge into shared query": {
      expected: "needed",
      code: `import { merge } from "lodash"; import { getUser } from "@/lib/api";
export default async function Page({ id }) { const q = { limit: "3" }; const user = await /*A*/ getUser(id); merge(q, user.prefs); const c = await /*B*/ fetch("/c?" + new URLSearchParams(q)); return [c]; }`,
    },
    "allSettled then next": {
      expected: "independent",
      code: `import { getUser, getCatalog, getOrders } from "@/lib/api";
export default async function Page({ id }) { const [u, o] = await Promise.allSettled([/*A*/ getUser(id), getOrders(id)]); const c = await /*B*/ getCatalog(); return [u.status === "fulfilled" ? u.value : null, o, c]; }`,
    },
    "allSettled value fed": {
      expected: "needed",
      code: `import { getUser, getCatalog, getOrders } from "@/lib/api";
export default async function Page({ id }) { const [u] = await Promise.allSettled([/*A*/ getUser(id)]); const key = u.status === "fulfilled" ? u.value.id : "guest"; return await /*B*/ getOrders(key); }`,
    },
    "allSettled rejected guard": {
      expected: "needed",
      code: `import { getUser, getCatalog, getOrders } from "@/lib/api";
export default async function Page({ id }) { const [u] = await Promise.allSettled([/*A*/ getUser(id)]); if (u.status === "rejected") return null; return await /*B*/ getCatalog(); }`,
    },
    "try/catch fallback value": {
      expected: "independent",
      code: `import { getUser, getCatalog } from "@/lib/api";
export default async function Page({ id }) { let flags = { beta: false }; try { flags = await /*A*/ getUser(id); } catch (e) { console.error(e); } const c = await /*B*/ getCatalog(); return [flags.beta, c]; }`,
    },
    "catch fallback inline": {
      expected: "independent",
      code: `import { getUser, getCatalog } from "@/lib/api";
export default async function Page({ id }) { const u = await /*A*/ getUser(id).catch(() => null); const c = await /*B*/ getCatalog(); return [u?.name ?? "guest", c]; }`,
    },
    "catch fallback decides": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
export default async function Page({ id }) { const u = await /*A*/ getUser(id).catch(() => null); const c = u ? await /*B*/ getCatalog() : []; return [u, c]; }`,
    },
    "optional chaining argument": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
export default async function Page({ id }) { const u = await /*A*/ getUser(id); return await /*B*/ getOrders(u?.account?.id ?? id); }`,
    },
    "optional call on answer": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
export default async function Page({ id, hooks }) { const u = await /*A*/ getUser(id); const f = u.vip ? undefined : hooks.load; return await f?.(/*B*/ getOrders(id)); }`,
    },
    "flag from config chooses": {
      expected: "independent",
      code: `import { getUser, getCatalog } from "@/lib/api"; import { features } from "./features";
export default async function Page({ id }) { const u = await /*A*/ getUser(id); if (!features.catalog) return u; const c = await /*B*/ getCatalog(); return [u, c]; }
// @file src/app/features.ts
export const features = { catalog: process.env.CATALOG === "1" } as const satisfies Record<string, boolean>;`,
    },
    "redirect on missing": {
      expected: "needed",
      code: `import { redirect } from "next/navigation"; import { getUser, getCatalog } from "@/lib/api";
export default async function Page({ id }) { const u = await /*A*/ getUser(id); if (!u.onboarded) redirect("/welcome"); const c = await /*B*/ getCatalog(); return [u, c]; }`,
    },
    "notFound in helper": {
      expected: "needed",
      code: `import { notFound } from "next/navigation"; import { getUser, getCatalog } from "@/lib/api";
const need = async (p) => { const v = await p; if (!v) notFound(); return v; };
export default async function Page({ id }) { const u = await need(/*A*/ getUser(id)); const c = await /*B*/ getCatalog(); return [u, c]; }`,
    },
    "React.use of promise": {
      expected: "independent",
      code: `import { use } from "react"; import { getUser, getCatalog } from "@/lib/api";
export default function Page({ id }) { const u = use(/*A*/ getUser(id)); const c = use(/*B*/ getCatalog()); return <div>{u.name}{c.length}</div>; }`,
    },
    "React.use namespace": {
      expected: "independent",
      code: `import * as React from "react"; import { getUser, getCatalog } from "@/lib/api";
export default function Page({ id }) { const u = React.use(/*A*/ getUser(id)); const c = React.use(/*B*/ getCatalog()); return <div>{u.name}{c.length}</div>; }`,
    },
    "React default cache": {
      expected: "independent",
      code: `import React from "react"; import { getUser, getCatalog } from "@/lib/api"; const user = React.cache(async (id) => getUser(id)); const cat = React.cache(() => getCatalog());
export default async function Page({ id }) { const u = await /*A*/ user(id); const c = await /*B*/ cat(); return <div>{u.name}{c.length}</div>; }`,
    },
    "locals written then read": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
export const load = async (event) => { event.locals.user = await /*A*/ getUser(event.params.id); return { o: await /*B*/ getOrders(event.locals.user.id) }; };`,
    },
    "locals written, other read": {
      expected: "independent",
      code: `import { getUser, getOrders } from "@/lib/api";
export const load = async (event) => { event.locals.user = await /*A*/ getUser(event.params.id); return { o: await /*B*/ getOrders(event.params.id) }; };`,
    },
    "waitUntil of write in between": {
      expected: "independent",
      code: `import { after } from "next/server"; import { getUser, getCatalog } from "@/lib/api";
export async function GET(req) { const u = await /*A*/ getUser("x"); after(() => fetch("/log", { method: "POST", body: u.id })); const c = await /*B*/ getCatalog(); return Response.json([u, c]); }`,
    },
    "ctx.waitUntil": {
      expected: "independent",
      code: `import { getUser, getCatalog } from "@/lib/api";
export const GET = async ({ platform, params }) => { const u = await /*A*/ getUser(params.id); platform.context.waitUntil(fetch("/log?u=" + u.id)); const c = await /*B*/ getCatalog(); return Response.json([u, c]); };`,
    },
    "switch on the answer": {
      expected: "needed",
      code: `import { getUser, getCatalog, getOrders } from "@/lib/api";
export default async function Page({ id }) { const u = await /*A*/ getUser(id); switch (u.kind) { case "a": return await /*B*/ getCatalog(); default: return null; } }`,
    },
    "switch on the input": {
      expected: "independent",
      code: `import { getUser, getCatalog, getOrders } from "@/lib/api";
export default async function Page({ id, kind }) { const u = await /*A*/ getUser(id); switch (kind) { case "a": return [u, await /*B*/ getCatalog()]; default: return u; } }`,
    },
    "destructured defaults from answer": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
export default async function Page({ id }) { const { team = id } = await /*A*/ getUser(id); return await /*B*/ getOrders(team); }`,
    },
    "reduce chained promises over list": {
      expected: "independent",
      code: `import { getUser } from "@/lib/api";
export async function GET() { const out = []; await ["a", "b", "c"].reduce((p, k) => p.then(async () => { out.push(await /*AB*/ getUser(k)); }), Promise.resolve()); return Response.json(out); }`,
    },
    "reduce async accumulate": {
      expected: "independent",
      code: `import { getUser } from "@/lib/api";
export async function GET() { const out = await ["a", "b", "c"].reduce(async (acc, k) => { const list = await acc; list.push(await /*A*/ /*B*/ getUser(k)); return list; }, Promise.resolve([])); return Response.json(out); }`,
    },
    "withAuth handler": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
const withAuth = (h) => async (req) => { const s = await /*A*/ getUser(req.headers.get("x")); if (!s) return new Response(null, { status: 401 }); return /*B1*/ h(req, s); };
export const GET = withAuth(async (req, s) => { const c = await /*B*/ getCatalog(); return Response.json([s, c]); });`,
    },
    "withTenant handler, not used": {
      expected: "independent",
      code: `import { getUser, getCatalog } from "@/lib/api";
const withTenant = (h) => async (req) => { const t = await /*A*/ getUser(req.headers.get("x")); return /*B1*/ h(req, { tenant: t }); };
export const GET = withTenant(async (req, { tenant }) => { const c = await /*B*/ getCatalog(); return Response.json([tenant.name, c]); });`,
    },
    "withTenant handler, used": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
const withTenant = (h) => async (req) => { const t = await /*A*/ getUser(req.headers.get("x")); return /*B1*/ h(req, { tenant: t }); };
export const GET = withTenant(async (req, { tenant }) => { const c = await /*B*/ getOrders(tenant.id); return Response.json([c]); });`,
    },
    "barrel of own": {
      expected: "independent",
      code: `import { users, shop } from "@/lib";
export default async function Page({ id }) { const u = await users./*A*/ find(id); const c = await shop./*B*/ list(); return [u, c]; }
// @file src/lib/index.ts
export * as users from "./users"; export * as shop from "./shop";
// @file src/lib/users.ts
import { getUser } from "./api"; export const find = (id) => getUser(id);
// @file src/lib/shop.ts
import { getCatalog } from "./api"; export { getCatalog as list };`,
    },
    "default export object": {
      expected: "independent",
      code: `import api from "@/lib/client";
export default async function Page({ id }) { const u = await api./*A*/ user(id); const c = await api./*B*/ catalog(); return [u, c]; }
// @file src/lib/client.ts
const get = async (p) => { const r = await fetch(p); if (!r.ok) throw new Error(p); return r.json(); };
export default { user: (id) => get("/u/" + id), catalog: () => get("/c") };`,
    },
    "TS namespace": {
      expected: "independent",
      code: `import { Api } from "@/lib/client";
export default async function Page({ id }) { const u = await Api./*A*/ user(id); const c = await Api./*B*/ catalog(); return [u, c]; }
// @file src/lib/client.ts
export namespace Api { const get = async (p) => { const r = await fetch(p); if (!r.ok) throw new Error(p); return r.json(); }; export const user = (id) => get("/u/" + id); export function catalog() { return get("/c"); } }`,
    },
    "TS namespace with state": {
      expected: "needed",
      code: `import { Api } from "@/lib/client";
export default async function Page({ id }) { const u = await Api./*A*/ user(id); const c = await Api./*B*/ catalog(); return [u, c]; }
// @file src/lib/client.ts
export namespace Api { let token = ""; const get = async (p) => { const r = await fetch(p + token); return r.json(); }; export const user = async (id) => { const u = await get("/u/" + id); token = u.token; return u; }; export function catalog() { return get("/c"); } }`,
    },
    "enum endpoints satisfies": {
      expected: "independent",
      code: `enum Path { User = "/u", Catalog = "/c" } const OPTIONS = { headers: { a: "b" } } satisfies RequestInit;
export default async function Page() { const u = await (await /*A*/ fetch(Path.User, OPTIONS)).json(); const c = await (await /*B*/ fetch(Path.Catalog, OPTIONS)).json(); return [u, c]; }`,
    },
    "service class injected by constructor at module": {
      expected: "independent",
      code: `import { UserService } from "./service"; import { HttpClient } from "./http"; const service = new UserService(new HttpClient(process.env.API));
export default async function Page({ id }) { const u = await /*A2*/ service.user(id); const c = await /*B2*/ service.catalog(); return [u, c]; }
// @file src/app/http.ts
export class HttpClient { #base; constructor(base) { this.#base = base; } async get(p) { const r = await /*A*//*B*/ fetch(this.#base + p); if (!r.ok) throw new Error(p); return r.json(); } }
// @file src/app/service.ts
export class UserService { constructor(private readonly http) {} user(id) { return this.http./*A1*/ get("/u/" + id); } catalog() { return this.http./*B1*/ get("/c"); } }`,
    },
    "client with lazily fetched token shared": {
      expected: "needed",
      code: `import { client } from "./client";
export default async function Page({ id }) { const u = await /*A*/ client.get("/u/" + id); const c = await /*B*/ client.get("/c"); return [u, c]; }
// @file src/app/client.ts
class Client { token; async auth() { this.token ??= (await (await fetch("/token")).json()).token; return this.token; } async get(p) { const t = await this.auth(); const r = await fetch(p, { headers: { authorization: t } }); return r.json(); } }
export const client = new Client();`,
    },
    "drizzle where builder": {
      expected: "independent",
      code: `import { db } from "@/db"; import { eq, desc, and } from "drizzle-orm"; import { users, posts } from "@/db/schema";
export default async function Page({ id }) { const [u] = await db.select({ id: users.id }).from(users).where(eq(users.id, id))./*A*/ limit(1); const p = await db.select().from(posts).where(and(eq(posts.draft, false)))./*B*/ orderBy(desc(posts.at)); return [u, p]; }
// @file src/db/index.ts
import { drizzle } from "drizzle-orm/postgres-js"; import postgres from "postgres"; export const db = drizzle(postgres(process.env.DB));
// @file src/db/schema.ts
import { pgTable, text } from "drizzle-orm/pg-core"; export const users = pgTable("u", { id: text("id") }); export const posts = pgTable("p", { id: text("id") });`,
    },
    kysely: {
      expected: "independent",
      code: `import { db } from "@/db"; 
export default async function Page({ id }) { const u = await db.selectFrom("users").selectAll().where("id", "=", id)./*A*/ executeTakeFirst(); const p = await db.selectFrom("posts").selectAll()./*B*/ execute(); return [u, p]; }
// @file src/db/index.ts
import { Kysely, PostgresDialect } from "kysely"; export const db = new Kysely({ dialect: new PostgresDialect({}) });`,
    },
    mongoose: {
      expected: "independent",
      code: `import { User, Post } from "@/models";
export default async function Page({ id }) { const u = await User.findById(id)./*A*/ lean(); const p = await Post.find({ draft: false }).sort({ at: -1 })./*B*/ lean(); return [u, p]; }
// @file src/models.ts
import mongoose from "mongoose"; export const User = mongoose.models.User ?? mongoose.model("User", new mongoose.Schema({})); export const Post = mongoose.models.Post ?? mongoose.model("Post", new mongoose.Schema({}));`,
    },
    "abort on user": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api"; import invariant from "tiny-invariant";
export default async function Page({ id }) { const u = await /*A*/ getUser(id); invariant(u.active, "inactive"); return await /*B*/ getCatalog(); }`,
    },
    "assert by own function": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api"; function assertActive(u) { if (!u.active) throw new Error("x"); }
export default async function Page({ id }) { const u = await /*A*/ getUser(id); assertActive(u); return await /*B*/ getCatalog(); }`,
    },
    "ternary void": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
export default async function Page({ id }) { const u = await /*A*/ getUser(id); return u.blocked ? null : await /*B*/ getCatalog(); }`,
    },
    "nullish assignment guard": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
export default async function Page({ id }) { let c = (await /*A*/ getUser(id)).cached; c ??= await /*B*/ getCatalog(); return c; }`,
    },
    "and chain": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
export default async function Page({ id }) { const u = await /*A*/ getUser(id); const c = u.show && (await /*B*/ getCatalog()); return c; }`,
    },
    "find by answer then fetch": {
      expected: "needed",
      code: `import { getOrders, getUser } from "@/lib/api";
export default async function Page({ id }) { const orders = await /*A*/ getOrders(id); const open = orders.find((o) => o.open); return open ? await /*B*/ getUser("x") : null; }`,
    },
    "url object set": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
export default async function Page({ id }) { const url = new URL("/c", process.env.API); const u = await /*A*/ getUser(id); url.searchParams.set("t", u.team); return await /*B*/ fetch(url); }`,
    },
    "url object, set before": {
      expected: "independent",
      code: `import { getUser } from "@/lib/api";
export default async function Page({ id }) { const url = new URL("/c", process.env.API); url.searchParams.set("t", id); const u = await /*A*/ getUser(id); return [u, await /*B*/ fetch(url)]; }`,
    },
    "headers append": {
      expected: "needed",
      code: `import { getUser } from "@/lib/api";
export default async function Page({ id }) { const h = new Headers(); const u = await /*A*/ getUser(id); h.append("x", u.team); return await /*B*/ fetch("/c", { headers: h }); }`,
    },
    "for of entries of input awaiting two": {
      expected: "independent",
      code: `import { getUser, getOrders } from "@/lib/api";
export async function GET(req) { const ids = new URL(req.url).searchParams.getAll("id"); const out = {}; for (const id of ids) { const u = await /*A*/ getUser(id); const o = await /*B*/ getOrders(id); out[id] = { u, o }; } return Response.json(out); }`,
    },
    "object map of loaders called by key": {
      expected: "independent",
      code: `import { getUser, getCatalog } from "@/lib/api"; const loaders = { user: (id) => getUser(id), catalog: () => getCatalog() };
export async function GET() { const u = await loaders./*A*/ user("x"); const c = await loaders["catalog"]/*B*/ (); return Response.json([u, c]); }`,
    },
    "curried client": {
      expected: "independent",
      code: `const client = (base) => (path) => async (params = {}) => { const r = await fetch(\`\${base}\${path}?\${new URLSearchParams(params)}\`); if (!r.ok) throw new Error(path); return r.json(); }; const api = client(process.env.API); const users = api("/users"); const shop = api("/shop");
export async function GET() { const u = await /*A*/ users({ id: "1" }); const c = await /*B*/ shop(); return Response.json([u, c]); }`,
    },
    "middleware client (interceptors of project)": {
      expected: "independent",
      code: `import { api } from "./client";
export async function GET() { const u = await /*A*/ api.get("/u"); const c = await /*B*/ api.get("/c"); return Response.json([u, c]); }
// @file src/app/client.ts
const interceptors = [(r) => ({ ...r, headers: { ...r.headers, accept: "json" } }), (r) => ({ ...r, cache: "no-store" })];
export const api = { async get(path) { let init = { headers: {} }; for (const i of interceptors) init = i(init); const r = await fetch(path, init); if (!r.ok) throw new Error(path); return r.json(); } };`,
    },
    "throws typed NotFound in the helper": {
      expected: "needed",
      code: `class NotFound extends Error {} const find = async (p) => { const r = await fetch(p); if (!r.ok) throw new Error(p); const v = await r.json(); if (v.items.length === 0) throw new NotFound(p); return v.items[0]; };
export const GET = async () => { const a = await /*A*/ find("/a"); const b = await /*B*/ find("/b"); return [a, b]; };`,
    },
    "helper that throws when empty": {
      expected: "needed",
      code: `const first = async (p) => { const r = await fetch(p); if (!r.ok) throw new Error(p); const v = await r.json(); if (v.items.length === 0) throw new Error("none"); return v.items[0]; };
export const GET = async () => { const a = await /*A*/ first("/a"); const b = await /*B*/ first("/b"); return [a, b]; };`,
    },
    "assert role in a helper both share": {
      expected: "needed",
      code: `const member = async (p) => { const r = await fetch(p); const v = await r.json(); if (!v.member) throw new Error("x"); return v; };
export const GET = async () => { const a = await /*A*/ member("/a"); const b = await /*B*/ member("/b"); return [a, b]; };`,
    },
    "kysely insert": {
      expected: "needed",
      code: `import { db } from "@/db"; 
export default async function Page({ id }) { const u = await db.insertInto("users").values({ id })./*A*/ execute(); const p = await db.selectFrom("posts").selectAll()./*B*/ execute(); return [u, p]; }
// @file src/db/index.ts
import { Kysely, PostgresDialect } from "kysely"; export const db = new Kysely({ dialect: new PostgresDialect({}) });`,
    },
    "lodash set into query": {
      expected: "needed",
      code: `import _ from "lodash"; import { getUser } from "@/lib/api";
export default async function Page({ id }) { const q = {}; const user = await /*A*/ getUser(id); _.set(q, "t", user.t); return await /*B*/ fetch("/c?" + new URLSearchParams(q)); }`,
    },
    "lodash memoize": {
      expected: "needed",
      code: `import _ from "lodash"; import { getUser } from "@/lib/api"; const once = _.memoize(getUser);
export default async function Page({ id }) { const user = await /*A*/ once(id); return await /*B*/ once(user.boss); }`,
    },
    "trpc mutate": {
      expected: "needed",
      code: `import { api } from "@/server/trpc"; 
export default async function Page({ params }) { const user = await api.user.touch./*A*/ mutate(params.id); const posts = await api.post.list./*B*/ query({ limit: 3 }); return [user, posts]; }
// @file src/server/trpc.ts
import { createTRPCClient, httpBatchLink } from "@trpc/client";
export const api = createTRPCClient({ links: [httpBatchLink({ url: process.env.API })] });`,
    },
    "drizzle insert values": {
      expected: "needed",
      code: `import { db } from "@/db"; import { users } from "@/db/schema";
export default async function Page({ id }) { await db.insert(users)./*A*/ values({ id }); const p = await db.select()./*B*/ from(users); return [p]; }
// @file src/db/index.ts
import { drizzle } from "drizzle-orm/postgres-js"; import postgres from "postgres"; export const db = drizzle(postgres(process.env.DB));
// @file src/db/schema.ts
import { pgTable, text } from "drizzle-orm/pg-core"; export const users = pgTable("u", { id: text("id") });`,
    },
    "supabase insert select": {
      expected: "needed",
      code: `import { createClient } from "@supabase/supabase-js"; const supabase = createClient(process.env.URL, process.env.KEY);
export default async function Page({ id }) { const { data } = await supabase.from("users").insert({ id })./*A*/ select(); const p = await supabase.from("users")./*B*/ select("*"); return [data, p]; }`,
    },
    "drizzle update set where": {
      expected: "needed",
      code: `import { db } from "@/db"; import { users } from "@/db/schema"; import { eq } from "drizzle-orm";
export default async function Page({ id }) { await db.update(users).set({ seen: 1 })./*A*/ where(eq(users.id, id)); const p = await db.select()./*B*/ from(users); return [p]; }
// @file src/db/index.ts
import { drizzle } from "drizzle-orm/postgres-js"; import postgres from "postgres"; export const db = drizzle(postgres(process.env.DB));
// @file src/db/schema.ts
import { pgTable, text } from "drizzle-orm/pg-core"; export const users = pgTable("u", { id: text("id") });`,
    },
    "knex insert then": {
      expected: "needed",
      code: `import knex from "knex"; const db = knex({ client: "pg" });
export default async function Page({ id }) { await db("users").insert({ id })./*A*/ returning("id"); const p = await db("users")./*B*/ where({ id }); return [p]; }`,
    },
  });
});
