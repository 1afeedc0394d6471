import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const page = (body: string, more = ""): string => `${more}
export default async function Page({ params, id }) {
${body}
}`;

describe("clients of requests and databases", () => {
  related({
    "wrapper that asks for cookies and headers": {
      expected: "independent",
      code:
        page(
          `const u = await /*A2*/ getProfile(id); const c = await /*B2*/ getShelf(); return [u, c];`,
          `import { getProfile, getShelf } from "~/server/api";`,
        ) +
        `
        // @file src/server/api.ts
        import { cookies, headers } from "next/headers"; import "server-only";
        export class ApiError extends Error { constructor(readonly status: number, message: string) { super(message); } }
        async function request<T>(path: string, init: RequestInit = {}): Promise<T> {
          const token = (await cookies()).get("session")?.value; const h = await headers();
          const res = await /*A*//*B*/ fetch(new URL(path, process.env.API), { ...init, headers: { authorization: \`Bearer \${token}\`, "x-request-id": h.get("x-request-id") ?? "" } });
          if (!res.ok) throw new ApiError(res.status, await res.text());
          return (await res.json()) as T;
        }
        export const getProfile = (id: string) => /*A1*/ request<{ id: string }>(\`/profile/\${id}\`);
        export const getShelf = () => /*B1*/ request("/shelf");
        export const get = <T>(path: string) => request<T>(path);`,
    },
    "the same wrapper, fed by the answer": {
      expected: "data",
      code:
        page(
          `const u = await /*A2*/ getProfile(id); return await /*B2*/ getShelf(u.shelf);`,
          `import { getProfile, getShelf } from "~/server/api";`,
        ) +
        `
        // @file src/server/api.ts
        import { cookies } from "next/headers";
        async function request(path, init = {}) { const token = (await cookies()).get("session")?.value; const res = await /*A*//*B*/ fetch(path, { ...init, headers: { token } }); if (!res.ok) throw new Error("x"); return res.json(); }
        export const getProfile = (id) => /*A1*/ request(\`/profile/\${id}\`);
        export const getShelf = (s) => /*B1*/ request("/shelf/" + s);`,
    },
    "retrying wrapper": {
      expected: "independent",
      code:
        page(
          `const u = await /*A1*/ get("/a"); const c = await /*B1*/ get("/b"); return [u, c];`,
          `import { get } from "$lib/get";`,
        ) +
        `
        // @file src/lib/get.ts
        export async function get(path) { let last; for (let i = 0; i < 3; i++) { try { const r = await /*A*//*B*/ fetch(path); if (r.status >= 500) throw new Error("again"); return await r.json(); } catch (e) { last = e; await new Promise((r) => setTimeout(r, 100 * i)); } } throw last; }`,
    },
    "result objects instead of throws": {
      expected: "independent",
      code:
        page(
          `const u = await /*A1*/ get("/a"); const c = await /*B1*/ get("/b"); return u.ok && c.ok ? [u.data, c.data] : null;`,
          `import { get } from "#lib/get";`,
        ) +
        `
        // @file package.json
        { "imports": { "#lib/*": "./src/lib/*.ts" } }
        // @file src/lib/get.ts
        export async function get(path) { const r = await /*A*//*B*/ fetch(path); return r.ok ? { ok: true, data: await r.json() } : { ok: false, status: r.status }; }`,
    },
    axios: {
      expected: "independent",
      code: page(
        `const { data: u } = await /*A*/ axios.get("/u/" + id); const { data: c } = await /*B*/ axios.get("/c"); return [u, c];`,
        `import axios from "axios";`,
      ),
    },
    "axios, fed": {
      expected: "data",
      code: page(
        `const { data: u } = await /*A*/ axios.get("/u/" + id); const { data: c } = await /*B*/ axios.get("/c/" + u.id); return [u, c];`,
        `import axios from "axios";`,
      ),
    },
    "axios instance": {
      expected: "independent",
      code: page(
        `const u = await /*A*/ api.get("/u/" + id); const c = await /*B*/ api.get("/c", { params: { id } }); return [u.data, c.data];`,
        `import axios from "axios"; const api = axios.create({ baseURL: process.env.API, timeout: 1000 }); api.interceptors.response.use((r) => r, (e) => Promise.reject(e));`,
      ),
    },
    "axios post": {
      expected: "ordered",
      code: page(
        `await /*A*/ api.post("/u", { id }); const c = await /*B*/ api.get("/c"); return c;`,
        `import axios from "axios"; const api = axios.create({ baseURL: "/" });`,
      ),
    },
    ky: {
      expected: "independent",
      code: page(
        `const u = await /*A*/ api.get("u").json(); const c = await /*B*/ api.get("c").json(); return [u, c];`,
        `import ky from "ky"; const api = ky.extend({ prefixUrl: "/" });`,
      ),
    },
    ofetch: {
      expected: "independent",
      code: page(
        `const u = await /*A*/ $fetch("/u"); const c = await /*B*/ $fetch("/c"); return [u, c];`,
        `import { $fetch } from "ofetch";`,
      ),
    },
    "ofetch made": {
      expected: "independent",
      code: page(
        `const u = await /*A*/ api("/u"); const c = await /*B*/ api("/c"); return [u, c];`,
        `import { ofetch } from "ofetch"; const api = ofetch.create({ baseURL: "/api" });`,
      ),
    },
    "graphql-request": {
      expected: "independent",
      code: page(
        "const u = await /*A*/ client.request(U, { id }); const c = await /*B*/ client.request(C); return [u, c];",
        "import { GraphQLClient, gql } from 'graphql-request'; const client = new GraphQLClient('/g', { headers: { a: 'b' } }); const U = gql`query U($id: ID!) { user(id: $id) { id } }`; const C = gql`query C { catalog { id } }`;",
      ),
    },
    "graphql-request mutation": {
      expected: "ordered",
      code: page(
        "await /*A*/ client.request(U, { id }); const c = await /*B*/ client.request(C); return c;",
        "import { GraphQLClient, gql } from 'graphql-request'; const client = new GraphQLClient('/g'); const U = gql`mutation U { touch }`; const C = gql`query C { catalog { id } }`;",
      ),
    },
    prisma: {
      expected: "independent",
      code:
        page(
          `const u = await /*A*/ prisma.user.findUnique({ where: { id } }); const c = await /*B*/ prisma.catalog.findMany({ take: 10, orderBy: { at: "desc" } }); return [u, c];`,
          `import { prisma } from "@/lib/db";`,
        ) +
        `
        // @file src/lib/db.ts
        import { PrismaClient } from "@prisma/client"; const globalForPrisma = globalThis as unknown as { prisma?: PrismaClient };
        export const prisma = globalForPrisma.prisma ?? new PrismaClient({ log: ["error"] }); if (process.env.NODE_ENV !== "production") globalForPrisma.prisma = prisma;`,
    },
    "prisma, fed": {
      expected: "data",
      code: page(
        `const u = await /*A*/ prisma.user.findUnique({ where: { id } }); return await /*B*/ prisma.order.findMany({ where: { userId: u.id } });`,
        `import { PrismaClient } from "@prisma/client"; const prisma = new PrismaClient();`,
      ),
    },
    "prisma update": {
      expected: "ordered",
      code: page(
        `await /*A*/ prisma.user.update({ where: { id }, data: { seen: 1 } }); return await /*B*/ prisma.order.findMany({ where: { id } });`,
        `import { PrismaClient } from "@prisma/client"; const prisma = new PrismaClient();`,
      ),
    },
    drizzle: {
      expected: "independent",
      code: page(
        `const u = await db.select().from(users).where(eq(users.id, id))./*A*/ limit(1); const c = await db.query.catalog./*B*/ findMany({ with: { items: true } }); return [u, c];`,
        `import { drizzle } from "drizzle-orm/node-postgres"; import { eq } from "drizzle-orm"; import { pgTable, text } from "drizzle-orm/pg-core"; const users = pgTable("users", { id: text("id").primaryKey() }); const db = drizzle(process.env.DB);`,
      ),
    },
    "drizzle, fed": {
      expected: "data",
      code:
        page(
          `const [u] = await db.select().from(users).where(eq(users.id, id))./*A*/ limit(1); return await db.select().from(orders)./*B*/ where(eq(orders.user, u.id));`,
          `import { drizzle } from "drizzle-orm/node-postgres"; import { eq } from "drizzle-orm"; import { users, orders } from "./schema"; const db = drizzle(process.env.DB);`,
        ) +
        `
        // @file src/app/schema.ts
        import { pgTable, text } from "drizzle-orm/pg-core"; export const users = pgTable("u", { id: text("id") }); export const orders = pgTable("o", { user: text("u") });`,
    },
    "pg pool": {
      expected: "independent",
      code: page(
        `const { rows: [u] } = await /*A*/ pool.query("select * from users where id = $1", [id]); const { rows } = await /*B*/ pool.query("select * from catalog"); return [u, rows];`,
        `import { Pool } from "pg"; const pool = new Pool({ max: 5 });`,
      ),
    },
    "pg pool, insert": {
      expected: "ordered",
      code: page(
        `await /*A*/ pool.query("insert into visits values ($1)", [id]); const { rows } = await /*B*/ pool.query("select * from catalog"); return rows;`,
        `import { Pool } from "pg"; const pool = new Pool({ max: 5 });`,
      ),
    },
    "pg pool, text not known": {
      expected: "needed",
      code: page(
        `await /*A*/ pool.query(params.sql, [id]); const { rows } = await /*B*/ pool.query("select * from catalog"); return rows;`,
        `import { Pool } from "pg"; const pool = new Pool({ max: 5 });`,
      ),
    },
    "redis get": {
      expected: "independent",
      code: page(
        `const a = await /*A*/ redis.get("a:" + id); const b = await /*B*/ redis.get("b"); return [a, b];`,
        `import Redis from "ioredis"; const redis = new Redis(process.env.REDIS);`,
      ),
    },
    "redis set": {
      expected: "ordered",
      code: page(
        `await /*A*/ redis.set("a:" + id, 1); const b = await /*B*/ redis.get("b"); return b;`,
        `import Redis from "ioredis"; const redis = new Redis(process.env.REDIS);`,
      ),
    },
    "class client with a token": {
      expected: "independent",
      code: page(
        `const api = new Api(process.env.TOKEN); const u = await /*A1*/ api.user(id); const c = await /*B1*/ api.catalog(); return [u, c];`,
        `class Api { #token; constructor(token) { this.#token = token; } async #get(path) { const r = await fetch(path, { headers: { authorization: this.#token } }); if (!r.ok) throw new Error(String(r.status)); return r.json(); } user(id) { return /*A*/ this.#get("/u/" + id); } catalog() { return /*B*/ this.#get("/c"); } }`,
      ),
    },
    "class client with a token of the request": {
      expected: "independent",
      code: page(
        `const { get } = await cookies(); const api = new Api(get("t").value); const u = await /*A*/ api.user(id); const c = await /*B*/ api.catalog(); return [u, c];`,
        `import { cookies } from "next/headers"; class Api { constructor(private token: string) {} get(path) { return fetch(path, { headers: { a: this.token } }).then((r) => r.json()); } user(id) { return this.get("/u/" + id); } catalog() { return this.get("/c"); } }`,
      ),
    },
    "class client that notes its last answer": {
      expected: "needed",
      code: page(
        `const api = new Api(); const u = await /*A*/ api.get("/u"); const c = await /*B*/ api.get("/c"); return [u, c];`,
        `class Api { etag = ""; async get(path) { const r = await fetch(path, { headers: { "if-match": this.etag } }); this.etag = r.headers.get("etag"); return r.json(); } }`,
      ),
    },
    "service with injected client": {
      expected: "independent",
      code: page(
        `const s = new Service(new Http("/api")); const u = await /*A*/ s.user(id); const c = await /*B*/ s.catalog(); return [u, c];`,
        `class Http { constructor(readonly base: string) {} async get(p) { const r = await fetch(this.base + p); return r.json(); } } class Service { constructor(private readonly http: Http) {} user(id) { return this.http.get("/u/" + id); } catalog() { return this.http.get("/c"); } }`,
      ),
    },
    "two methods of a service, called within it": {
      expected: "independent",
      code: `export class Service { constructor(private readonly http: Http) {} async page(id) { const u = await /*A*/ this.http.get("/u/" + id); const c = await /*B*/ this.http.get("/c"); return { u, c }; } } class Http { async get(p) { return (await fetch(p)).json(); } }`,
    },
    "client of the request": {
      expected: "independent",
      code: `export async function load({ locals, params }) { const u = await /*A*/ locals.db.query("select * from u where id = " + params.id); const c = await /*B*/ locals.db.query("select * from c"); return { u, c }; }`,
    },
    "client of the request, fed": {
      expected: "data",
      code: `export async function load({ locals, params }) { const u = await /*A*/ locals.db.query("select * from u where id = " + params.id); const c = await /*B*/ locals.db.query("select * from c where k = " + u.k); return { u, c }; }`,
    },
    "client of the request, guarded": {
      expected: "guard",
      code: `import { error } from "@sveltejs/kit"; export async function load({ locals, params }) { const u = await /*A*/ locals.db.getUser(params.id); if (!u) error(404); const c = await /*B*/ locals.db.getCatalog(); return { u, c }; }`,
    },
    "event.fetch of Kit": {
      expected: "independent",
      code: `export const load = async ({ fetch, params, setHeaders, url }) => { const u = await /*A*/ fetch(\`/api/u/\${params.id}\`).then((r) => r.json()); setHeaders({ "cache-control": "max-age=60" }); const c = await (await /*B*/ fetch("/api/c?q=" + url.searchParams.get("q"))).json(); return { u, c }; };`,
    },
    "event.fetch of Kit, fed": {
      expected: "data",
      code: `export const load = async (event) => { const r = await /*A*/ event.fetch("/api/u"); const { id } = await r.json(); const c = await /*B*/ event.fetch("/api/c/" + id); return { c: await c.json() }; };`,
    },
    "event.fetch of Kit, error on the answer": {
      expected: "guard",
      code: `import { error } from "@sveltejs/kit"; export const load = async ({ fetch }) => { const r = await /*A*/ fetch("/api/u"); if (!r.ok) error(r.status, "no"); const c = await /*B*/ fetch("/api/c"); return { c: await c.json() }; };`,
    },
    "event.fetch of Kit, error 502": {
      expected: "independent",
      failFast: true,
      code: `import { error } from "@sveltejs/kit"; export const load = async ({ fetch }) => { const r = await /*A*/ fetch("/api/u"); if (!r.ok) error(502, "upstream"); const c = await /*B*/ fetch("/api/c"); return { c: await c.json(), u: await r.json() }; };`,
    },
    unstable_cache: {
      expected: "independent",
      code: page(
        `const u = await /*A*/ user(id); const c = await /*B*/ catalog(); return [u, c];`,
        `import { unstable_cache } from "next/cache"; import { getUser, getCatalog } from "@/lib/api"; const user = unstable_cache(async (id) => getUser(id), ["u"], { revalidate: 60 }); const catalog = unstable_cache(() => getCatalog(), ["c"]);`,
      ),
    },
    "React cache": {
      expected: "independent",
      code: page(
        `const u = await /*A*/ user(id); const c = await /*B*/ catalog(); return [u, c];`,
        `import { cache } from "react"; import { getUser, getCatalog } from "@/lib/api"; const user = cache(getUser); const catalog = cache(async () => getCatalog());`,
      ),
    },
    "a span around each call": {
      expected: "independent",
      code: page(
        `const u = await /*A2*/ traced("u", () => /*A*/ getUser(id)); const c = await /*B2*/ traced("c", () => /*B*/ getCatalog()); return [u, c];`,
        `import { getUser, getCatalog } from "@/lib/api"; async function traced(name, f) { const at = performance.now(); try { return await /*A1*//*B1*/ f(); } finally { console.log(name, performance.now() - at); } }`,
      ),
    },
    "zod around fetch": {
      expected: "independent",
      code: page(
        `const u = User.parse(await (await /*A*/ fetch("/u")).json()); const c = Catalog.parse(await (await /*B*/ fetch("/c")).json()); return [u, c];`,
        `import { z } from "zod"; const User = z.object({ id: z.string() }); const Catalog = z.array(User);`,
      ),
    },
    "zod safeParse that decides": {
      expected: "guard",
      code: page(
        `const p = User.safeParse(await (await /*A*/ fetch("/u")).json()); if (!p.success) return null; return await /*B*/ fetch("/c");`,
        `import { z } from "zod"; const User = z.object({ id: z.string() });`,
      ),
    },
    "session, then what needs it": {
      expected: "guard",
      code:
        page(
          `const s = await /*A*/ auth(); if (!s?.user) redirect("/login"); return await /*B*/ fetch("/c");`,
          `import { auth } from "@/auth"; import { redirect } from "next/navigation";`,
        ) +
        `
        // @file src/auth.ts
        import NextAuth from "next-auth"; export const { auth, handlers, signIn } = NextAuth({ providers: [] });`,
    },
    "feature flag service": {
      expected: "guard",
      code: page(
        `const on = await /*A*/ flags.isEnabled("x", { id }); if (on) return await /*B*/ fetch("/c"); return null;`,
        `import { flags } from "flag-sdk";`,
      ),
    },
    "search by POST": {
      expected: "needed",
      code: page(
        `const r = await /*A*/ fetch("/search", { method: "POST", body: JSON.stringify({ q: id }) }); const c = await /*B*/ fetch("/c"); return [r, c];`,
      ),
    },
    translations: {
      expected: "independent",
      code: page(
        `const t = await /*A*/ getTranslations("Page"); const c = await /*B*/ fetch("/c"); return [t("title"), c];`,
        `import { getTranslations } from "next-intl/server";`,
      ),
    },
    "class from a package with its own name": {
      expected: "independent",
      code: page(
        `const u = await /*A*/ s3.getObject({ Key: id }); const c = await /*B*/ s3.listObjects({ Prefix: "x" }); return [u, c];`,
        `import { S3 } from "@aws-sdk/client-s3"; const s3 = new S3({ region: "x" });`,
      ),
    },
    stripe: {
      expected: "independent",
      code: page(
        `const u = await /*A*/ stripe.customers.retrieve(id); const c = await /*B*/ stripe.prices.list({ limit: 3 }); return [u, c];`,
        `import Stripe from "stripe"; const stripe = new Stripe(process.env.KEY);`,
      ),
    },
    supabase: {
      expected: "independent",
      code: page(
        `const { data: u, error } = await supabase.from("users").select("*").eq("id", id)./*A*/ single(); const { data: c } = await supabase.from("catalog")./*B*/ select("*"); return [u, error, c];`,
        `import { createClient } from "@supabase/supabase-js"; const supabase = createClient(process.env.URL, process.env.KEY);`,
      ),
    },
    "supabase, error thrown": {
      expected: "needed",
      code: page(
        `const { data: u, error } = await supabase.from("users").select("*").eq("id", id)./*A*/ single(); if (error) throw error; const { data: c } = await supabase.from("catalog")./*B*/ select("*"); return [u, c];`,
        `import { createClient } from "@supabase/supabase-js"; const supabase = createClient(process.env.URL, process.env.KEY);`,
      ),
    },
  });
});

describe("values awaited too early", () => {
  related({
    "used in one branch that does not lead to B": {
      expected: "independent",
      kind: "late-await",
      code: page(
        `const u = await /*A*/ fetch("/u"); if (params.plain) { return u.json(); } return await /*B*/ fetch("/c");`,
      ),
    },
    "used on the way to B as well": {
      expected: "independent",
      kind: "serial",
      code: page(
        `const u = await /*A*/ fetch("/u"); if (params.plain) { return u.json(); } const c = await /*B*/ fetch("/c"); return [u, c];`,
      ),
    },
  });
});
