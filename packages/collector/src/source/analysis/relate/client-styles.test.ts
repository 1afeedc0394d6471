import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const DOCUMENTS = `const graphql = (parts, ...values) => parts.join("");
async function execute(query, variables) { const r = await fetch("/graphql", { method: "POST", body: JSON.stringify({ query, variables }) }); if (!r.ok) throw new Error("failed"); return r.json(); }`;
const both = `export async function GET() { const a = await /*A*/ execute(First, { id: 1 }); const b = await /*B*/ execute(Second, {}); return [a, b]; }`;

describe("clients, as people write them", () => {
  related({
    "documents by a tag of the project, both ask": {
      expected: "independent",
      code: `${DOCUMENTS} const First = graphql\`query First($id: ID!) { a(id: $id) { id } }\`; const Second = graphql\`query Second { b { id } }\`; ${both}`,
    },
    "documents by a tag of the project, the first changes something": {
      expected: "ordered",
      code: `${DOCUMENTS} const First = graphql\`mutation First($id: ID!) { a(id: $id) { id } }\`; const Second = graphql\`query Second { b { id } }\`; ${both}`,
    },
    "documents by a tag of the project, of parts nobody knows": {
      expected: "ordered",
      code: `${DOCUMENTS} import { kind } from "./kind"; const First = graphql(["query First { a }"].concat(kind)); const Second = graphql\`query Second { b { id } }\`; ${both}`,
    },
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
    "drizzle insert values": {
      expected: "needed",
      code: `import { db } from "@/db"; import { users } from "@/db/schema";
export default async function Page({ id }) { await db.insert(users)./*A*/ values({ id }); const p = await db.select()./*B*/ from(users); return [p]; }
// @file src/db/index.ts
import { drizzle } from "drizzle-orm/postgres-js"; import postgres from "postgres"; export const db = drizzle(postgres(process.env.DB));
// @file src/db/schema.ts
import { pgTable, text } from "drizzle-orm/pg-core"; export const users = pgTable("u", { id: text("id") });`,
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
  });
});
