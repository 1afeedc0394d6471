import { describe } from "vitest";
import { related } from "./testing/cases.ts";

describe("modules and wrappers, as people write them", () => {
  related({
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
    "object map of loaders called by key": {
      expected: "independent",
      code: `import { getUser, getCatalog } from "@/lib/api"; const loaders = { user: (id) => getUser(id), catalog: () => getCatalog() };
export async function GET() { const u = await loaders./*A*/ user("x"); const c = await loaders["catalog"]/*B*/ (); return Response.json([u, c]); }`,
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
  });
});
