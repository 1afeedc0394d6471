import { describe } from "vitest";
import { related } from "./testing/cases.ts";

describe("what stands between two calls, as people write it", () => {
  related({
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
    "trpc mutate": {
      expected: "needed",
      code: `import { api } from "@/server/trpc"; 
export default async function Page({ params }) { const user = await api.user.touch./*A*/ mutate(params.id); const posts = await api.post.list./*B*/ query({ limit: 3 }); return [user, posts]; }
// @file src/server/trpc.ts
import { createTRPCClient, httpBatchLink } from "@trpc/client";
export const api = createTRPCClient({ links: [httpBatchLink({ url: process.env.API })] });`,
    },
    "supabase insert select": {
      expected: "needed",
      code: `import { createClient } from "@supabase/supabase-js"; const supabase = createClient(process.env.URL, process.env.KEY);
export default async function Page({ id }) { const { data } = await supabase.from("users").insert({ id })./*A*/ select(); const p = await supabase.from("users")./*B*/ select("*"); return [data, p]; }`,
    },
    "knex insert then": {
      expected: "needed",
      code: `import knex from "knex"; const db = knex({ client: "pg" });
export default async function Page({ id }) { await db("users").insert({ id })./*A*/ returning("id"); const p = await db("users")./*B*/ where({ id }); return [p]; }`,
    },
  });
});
