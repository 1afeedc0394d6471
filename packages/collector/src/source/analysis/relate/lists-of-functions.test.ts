import { describe } from "vitest";
import { related } from "./testing/cases.ts";

describe("lists of functions, and functions made by others", () => {
  related({
    "steps of a list": {
      expected: "independent",
      code: `import { tenant, user } from "./steps";
async function runSteps(ctx, steps) { for (const step of steps) await /*A1*//*B1*/ step(ctx); return ctx; }
export async function GET(req) { const ctx = await /*A2*//*B2*/ runSteps({ t: req.t, u: req.u }, [tenant, user]); return Response.json(ctx); }
// @file src/app/steps.ts
import { getUser, getCart } from "@/lib/api";
export const tenant = async (ctx) => { ctx.tenant = await /*A*/ getUser(ctx.t); };
export const user = async (ctx) => { ctx.user = await /*B*/ getCart(ctx.u); };`,
    },
    "steps of a list, fed through the context": {
      expected: "needed",
      code: `import { tenant, user } from "./steps";
async function runSteps(ctx, steps) { for (const step of steps) await /*A1*//*B1*/ step(ctx); return ctx; }
export async function GET(req) { const ctx = await /*A2*//*B2*/ runSteps({ t: req.t, u: req.u }, [tenant, user]); return Response.json(ctx); }
// @file src/app/steps.ts
import { getUser, getCart } from "@/lib/api";
export const tenant = async (ctx) => { ctx.tenant = await /*A*/ getUser(ctx.t); };
export const user = async (ctx) => { ctx.user = await /*B*/ getCart(ctx.tenant.cart); };`,
    },
    "steps of a list, one between them passes it on": {
      expected: "needed",
      code: `import { tenant, middle, user } from "./steps";
async function runSteps(ctx, steps) { for (const step of steps) await /*A1*//*B1*/ step(ctx); return ctx; }
export async function GET(req) { const ctx = await /*A2*//*B2*/ runSteps({ t: req.t, u: req.u }, [tenant, middle, user]); return Response.json(ctx); }
// @file src/app/steps.ts
import { getUser, getCart } from "@/lib/api";
export const tenant = async (ctx) => { ctx.tenant = await /*A*/ getUser(ctx.t); };
export const middle = async (ctx) => { ctx.u = ctx.tenant.owner; };
export const user = async (ctx) => { ctx.user = await /*B*/ getCart(ctx.u); };`,
    },
    "steps of a list, one between them throws by it": {
      expected: "needed",
      code: `import { tenant, middle, user } from "./steps";
async function runSteps(ctx, steps) { for (const step of steps) await /*A1*//*B1*/ step(ctx); return ctx; }
export async function GET(req) { const ctx = await /*A2*//*B2*/ runSteps({ t: req.t, u: req.u }, [tenant, middle, user]); return Response.json(ctx); }
// @file src/app/steps.ts
import { getUser, getCart } from "@/lib/api";
export const tenant = async (ctx) => { ctx.tenant = await /*A*/ getUser(ctx.t); };
export const middle = async (ctx) => { if (!ctx.tenant.active) throw new Error("x"); };
export const user = async (ctx) => { ctx.user = await /*B*/ getCart(ctx.u); };`,
    },
    "steps that may end the run": {
      expected: "needed",
      code: `import { tenant, user } from "./steps";
async function runSteps(ctx, steps) { for (const step of steps) { const out = await /*A1*//*B1*/ step(ctx); if (out) return out; } return ctx; }
export async function GET(req) { const ctx = await /*A2*//*B2*/ runSteps({ t: req.t, u: req.u }, [tenant, user]); return Response.json(ctx); }
// @file src/app/steps.ts
import { getUser, getCart } from "@/lib/api";
export const tenant = async (ctx) => { const t = await /*A*/ getUser(ctx.t); return t.blocked ? new Response("no") : undefined; };
export const user = async (ctx) => { ctx.user = await /*B*/ getCart(ctx.u); };`,
    },
    "listeners of a bus": {
      expected: "independent",
      code: `import { bus } from "./bus"; import "./listeners";
export async function GET(req) { await bus./*A2*//*B2*/ publish("opened", { card: {}, id: req.id }); return null; }
// @file src/app/bus.ts
class Bus { #by = new Map(); on(n, f) { this.#by.set(n, [...(this.#by.get(n) ?? []), f]); return this; } async publish(n, p) { for (const f of this.#by.get(n) ?? []) await /*A1*//*B1*/ f(p); } } export const bus = new Bus();
// @file src/app/listeners.ts
import { bus } from "./bus"; import { getUser, getCart } from "@/lib/api";
bus.on("opened", async (p) => { p.card.user = await /*A*/ getUser(p.id); }).on("opened", async (p) => { p.card.cart = await /*B*/ getCart(p.id); });`,
    },
    "steps reached through two lists": {
      expected: "needed",
      code: `import { tenant, user } from "./steps";
async function runSteps(ctx, steps) { for (const step of steps) await /*A1*//*B1*/ step(ctx); return ctx; }
export async function GET(req) { const ctx = { t: req.t, u: req.u }; await /*A2*/ runSteps(ctx, [tenant]); if (!ctx.tenant.ok) return null; await /*B2*/ runSteps(ctx, [user]); return Response.json(ctx); }
// @file src/app/steps.ts
import { getUser, getCart } from "@/lib/api";
export const tenant = async (ctx) => { ctx.tenant = await /*A*/ getUser(ctx.t); };
export const user = async (ctx) => { ctx.user = await /*B*/ getCart(ctx.u); };`,
    },
    "middleware composed by reduceRight, not used": {
      expected: "independent",
      code: `import { getUser, getCart } from "@/lib/api"; const withTenant = (next) => async (req, locals) => { const tenant = await /*A*/ getUser(req.t); return /*B1*/ next(req, { ...locals, tenant }); };
const compose = (...all) => (handler) => { const composed = all.reduceRight((next, wrap) => wrap(next), handler); return (req) => composed(req, {}); };
export const GET = compose(withTenant)(async (req, { tenant }) => { const c = await /*B*/ getCart(req.c); return [c, tenant.name]; });`,
    },
    "middleware composed by reduceRight, used": {
      expected: "needed",
      code: `import { getUser, getCart } from "@/lib/api"; const withTenant = (next) => async (req, locals) => { const tenant = await /*A*/ getUser(req.t); return /*B1*/ next(req, { ...locals, tenant }); };
const compose = (...all) => (handler) => { const composed = all.reduceRight((next, wrap) => wrap(next), handler); return (req) => composed(req, {}); };
export const GET = compose(withTenant)(async (req, { tenant }) => { const c = await /*B*/ getCart(tenant.c); return [c, tenant.name]; });`,
    },
    "middleware composed, one between guards by it": {
      expected: "needed",
      code: `import { getUser, getCart } from "@/lib/api"; const withTenant = (next) => async (req, locals) => { const tenant = await /*A*/ getUser(req.t); return /*B2*/ next(req, { ...locals, tenant }); };
const active = (next) => (req, locals) => locals.tenant.active ? /*B1*/ next(req, locals) : null;
const compose = (...all) => (handler) => { const composed = all.reduceRight((next, wrap) => wrap(next), handler); return (req) => composed(req, {}); };
export const GET = compose(withTenant, active)(async (req, { tenant }) => { const c = await /*B*/ getCart(req.c); return [c, tenant.name]; });
export const POST = compose(withTenant)(async (req, { tenant }) => { const c = await getCart(req.c); return [c, tenant.name]; });`,
    },
    "two compositions, the guarded one seen": {
      expected: "needed",
      code: `import { getUser, getCart } from "@/lib/api"; const withTenant = (next) => async (req, locals) => { const tenant = await /*A*/ getUser(req.t); return /*B2*/ next(req, { ...locals, tenant }); };
const active = (next) => (req, locals) => locals.tenant.active ? /*B1*/ next(req, locals) : null;
const compose = (...all) => (handler) => { const composed = all.reduceRight((next, wrap) => wrap(next), handler); return (req) => composed(req, {}); };
const handler = async (req, { tenant }) => { const c = await /*B*/ getCart(req.c); return [c, tenant.name]; };
export const GET = compose(withTenant, active)(handler);
export const POST = compose(withTenant)(handler);`,
    },
    "sorted list folded": {
      expected: "needed",
      code: `import { getUser, getOrders } from "@/lib/api";
export async function GET() { const u = await /*A*/ getUser("x"); const parts = ["a", u.id]; parts.reverse(); const path = parts.reduce((s, p) => p, ""); return await /*B*/ getOrders(path); }`,
    },
  });
});
