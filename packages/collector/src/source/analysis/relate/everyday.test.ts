import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const IMPORTS = `import { getUser, getOrders, getCatalog, getCart, getFlags } from "@/lib/api";`;
const page = (body: string, more = ""): string => `${IMPORTS}
${more}
export default async function Page({ params, searchParams, locals, event, id }) {
${body}
}`;

describe("everyday code between two requests", () => {
  related({
    "metadata, formatting, many locals": {
      expected: "independent",
      code: page(`const user = await /*A*/ getUser(id);
        const { name, address: { city = "?" } = {}, tags = [] } = user;
        const title = \`\${name} (\${city})\`.toUpperCase();
        const initials = name.split(" ").map((p) => p[0]).join("");
        const sorted = [...tags].sort((a, b) => a.localeCompare(b));
        const grouped = Object.groupBy(tags, (t) => t.kind);
        const total = Object.values(grouped).flat().length;
        const when = new Intl.DateTimeFormat("en").format(new Date(user.at));
        const price = Math.round(Number(user.total) * 100) / 100;
        const catalog = await /*B*/ getCatalog();
        return { title, initials, sorted, total, when, price, catalog };`),
    },
    "state built up for the page": {
      expected: "independent",
      code: page(
        `const data = {}; data.user = await /*A*/ getUser(id); data.catalog = await /*B*/ getCatalog(); return data;`,
      ),
    },
    "result array built up": {
      expected: "independent",
      code: page(`const out = []; out.push(await /*A*/ getUser(id)); out.push(await /*B*/ getCatalog()); return out;`),
    },
    "let declared above": {
      expected: "independent",
      code: page(
        `let user, catalog; user = await /*A*/ getUser(id); catalog = await /*B*/ getCatalog(); return { user, catalog };`,
      ),
    },
    "timing around": {
      expected: "independent",
      code: page(
        `const t = Date.now(); const user = await /*A*/ getUser(id); const ms = Date.now() - t; console.log(ms); const c = await /*B*/ getCatalog(); return [user, c];`,
      ),
    },
    "counting requests in a module variable": {
      expected: "independent",
      code: page(
        `const user = await /*A*/ counted(() => getUser(id)); const c = await /*B*/ counted(() => getCatalog()); return [user, c];`,
        `let requests = 0; const counted = (f) => { requests++; return f(); };`,
      ),
    },
    "try with fallbacks for each": {
      expected: "independent",
      code: page(
        `let user = null; let c = []; try { user = await /*A*/ getUser(id); } catch { user = { guest: true }; } try { c = await /*B*/ getCatalog(); } catch (e) { console.warn("catalog", e); } return { user, c };`,
      ),
    },
    "safe wrapper of the project": {
      expected: "independent",
      code: page(
        `const [e1, user] = await /*A*/ to(getUser(id)); if (e1) console.error(e1); const [e2, c] = await /*B*/ to(getCatalog()); return [user, c, e2];`,
        `const to = (p) => p.then((v) => [null, v]).catch((e) => [e, null]);`,
      ),
    },
    "safe wrapper, error returned": {
      expected: "needed",
      code: page(
        `const [e1, user] = await /*A*/ to(getUser(id)); if (e1) return { error: true }; const [e2, c] = await /*B*/ to(getCatalog()); return [user, c, e2];`,
        `const to = (p) => p.then((v) => [null, v]).catch((e) => [e, null]);`,
      ),
    },
    "params parsed first": {
      expected: "independent",
      code: page(
        `const { q = "", page: p = "1" } = await searchParams; const n = Number.parseInt(p, 10); const user = await /*A*/ getUser(id); const c = await /*B*/ fetch(\`/c?\${new URLSearchParams({ q, p: String(n) })}\`); return [user, c];`,
      ),
    },
    "locale and translations between": {
      expected: "independent",
      code: page(
        `const user = await /*A*/ getUser(id); const t = await getTranslations("Page"); const c = await /*B*/ getCatalog(); return [t("hi", { name: user.name }), c];`,
        `import { getTranslations } from "next-intl/server";`,
      ),
    },
    "JSX made from the answer before the next request": {
      expected: "independent",
      code: page(
        `const user = await /*A*/ getUser(id); const head = <Header user={user}>{user.name}</Header>; const c = await /*B*/ getCatalog(); return <main>{head}<List items={c} /></main>;`,
        `import { Header, List } from "./parts";`,
      ),
    },
    "a component of the project made in between": {
      expected: "independent",
      code: page(
        `const user = await /*A*/ getUser(id); const rows = user.list.map((x) => <Row key={x.id} {...x} />); const c = await /*B*/ getCatalog(); return <main>{rows}{c}</main>;`,
        `function Row(props) { return <li>{props.name}</li>; }`,
      ),
    },
    "response made from the answer": {
      expected: "independent",
      code: page(
        `const user = await /*A*/ getUser(id); const c = await /*B*/ getCatalog(); const res = NextResponse.json({ user, c }); res.headers.set("x", user.id); return res;`,
        `import { NextResponse } from "next/server";`,
      ),
    },
    "class instance made from the answer": {
      expected: "independent",
      code: page(
        `const user = new User(await /*A*/ getUser(id)); const c = await /*B*/ getCatalog(); return [user.label(), c];`,
        `class User { constructor(raw) { Object.assign(this, raw); this.at = new Date(raw.at); } label() { return this.name; } }`,
      ),
    },
    "mapper of another file": {
      expected: "independent",
      code:
        page(
          `const user = toUser(await /*A*/ getUser(id)); const c = (await /*B*/ getCatalog()).map(toItem); return [user, c];`,
          `import { toUser, toItem } from "./map";`,
        ) +
        `
        // @file src/app/map.ts
        export function toUser({ id, ...rest }) { return { id: String(id), ...rest, tags: (rest.tags ?? []).filter(Boolean) }; } export const toItem = (x) => ({ ...x, price: x.price / 100 });`,
    },
    "mapper that throws on the wrong shape": {
      expected: "needed",
      code: page(
        `const user = toUser(await /*A*/ getUser(id)); const c = await /*B*/ getCatalog(); return [user, c];`,
        `function toUser(raw) { if (!raw?.id) throw new TypeError("no id"); return raw; }`,
      ),
    },
    "shared options object": {
      expected: "independent",
      code: page(
        `const options = { headers: { authorization: "Bearer " + locals.token }, next: { revalidate: 60 } }; const a = await /*A*/ fetch("/a", options); const b = await /*B*/ fetch("/b", options); return [await a.json(), await b.json()];`,
      ),
    },
    "options from a helper of the project": {
      expected: "independent",
      code: page(
        `const a = await /*A*/ fetch("/a", await authed()); const b = await /*B*/ fetch("/b", await authed()); return [await a.json(), await b.json()];`,
        `import { cookies } from "next/headers"; async function authed() { const jar = await cookies(); return { headers: { cookie: jar.toString() } }; }`,
      ),
    },
    "revalidate tags as config": {
      expected: "independent",
      code: page(
        `const a = await (await /*A*/ fetch(URLS.a, { cache: "no-store" })).json(); const b = await (await /*B*/ fetch(URLS.b, { next: { tags: ["b"] } })).json(); return { a, b };`,
        `const URLS = { a: process.env.A + "/a", b: process.env.B + "/b" } as const;`,
      ),
    },
    "abort after a while": {
      expected: "independent",
      code: page(
        `const a = await /*A*/ fetch("/a", { signal: AbortSignal.timeout(500) }); const b = await /*B*/ fetch("/b", { signal: AbortSignal.timeout(500) }); return [a, b];`,
      ),
    },
    "abort controller of one helper": {
      expected: "independent",
      code: page(
        `const a = await /*A*/ timed("/a"); const b = await /*B*/ timed("/b"); return [a, b];`,
        `async function timed(url) { const c = new AbortController(); const t = setTimeout(() => c.abort(), 500); try { const r = await fetch(url, { signal: c.signal }); return await r.json(); } finally { clearTimeout(t); } }`,
      ),
    },
    "memory cache in the helper": {
      expected: "independent",
      code: page(
        `const a = await /*A*/ cached("a"); const b = await /*B*/ cached("b"); return [a, b];`,
        `const kept = new Map(); async function cached(k) { const hit = kept.get(k); if (hit) return hit; const v = await (await fetch("/" + k)).json(); kept.set(k, v); return v; }`,
      ),
    },
    "headers of the response set": {
      expected: "independent",
      code: `export const load = async ({ fetch, setHeaders, depends, locals, url }) => { depends("app:x"); const a = await /*A*/ fetch("/a"); setHeaders({ age: a.headers.get("age") }); const b = await /*B*/ fetch("/b" + url.search); return { a: await a.json(), b: await b.json(), user: locals.user }; };`,
    },
    "form action: reads after validation of the form": {
      expected: "independent",
      code: `import { fail } from "@sveltejs/kit"; import { getUser, getCatalog } from "@/lib/api"; export const actions = { default: async ({ request, locals }) => { const form = await request.formData(); const email = String(form.get("email") ?? ""); if (!email.includes("@")) return fail(400, { email }); const u = await /*A*/ getUser(email); const c = await /*B*/ getCatalog(); return { u, c }; } };`,
    },
    "generic repository class": {
      expected: "independent",
      code:
        page(
          `const u = await /*A*/ users.find(id); const o = await /*B*/ orders.find(id); return [u, o];`,
          `import { db } from "./db"; class Repo { constructor(private readonly table: string) {} async find(id) { const rows = await db.query(\`select * from \${this.table} where id = $1\`, [id]); return rows[0] ?? null; } } const users = new Repo("users"); const orders = new Repo("orders");`,
        ) +
        `
        // @file src/app/db.ts
        import { Pool } from "pg"; export const db = new Pool();`,
    },
    "dependency container": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ container.resolve("users").find(id); const o = await /*B*/ container.resolve("orders").find(id); return [u, o];`,
        `import { container } from "tsyringe";`,
      ),
    },
    "promise kept in an object": {
      expected: "parallel",
      code: page(
        `const work = { user: /*A*/ getUser(id), catalog: /*B*/ getCatalog() }; return { user: await work.user, catalog: await work.catalog };`,
      ),
    },
    "Kit streams a promise": {
      expected: "parallel",
      code: `import { getUser, getCatalog } from "@/lib/api"; export const load = async ({ params }) => ({ slow: /*A*/ getUser(params.id), fast: await /*B*/ getCatalog() });`,
    },
    "the answer decides after both": {
      expected: "independent",
      code: page(
        `const user = await /*A*/ getUser(id); const c = await /*B*/ getCatalog(); if (!user) notFound(); return [user, c];`,
        `import { notFound } from "next/navigation";`,
      ),
    },
    "first request made only sometimes": {
      expected: "independent",
      code: page(
        `const user = locals.session ? await /*A*/ getUser(locals.session.id) : null; const c = await /*B*/ getCatalog(); return [user, c];`,
      ),
    },
    "key of the answer compared only for the page": {
      expected: "independent",
      code: page(
        `const user = await /*A*/ getUser(id); const isAdmin = user.role === "admin"; const theme = user.prefs?.theme ?? "light"; const c = await /*B*/ getCatalog(); return { isAdmin, theme, c };`,
      ),
    },
    "typed catch and rethrow": {
      expected: "needed",
      code: page(
        `let u; try { u = await /*A*/ getUser(id); } catch (e) { if (e instanceof TypeError) throw new Error("bad", { cause: e }); throw e; } const c = await /*B*/ getCatalog(); return [u, c];`,
      ),
    },
    "not found by the error's status": {
      expected: "needed",
      code: page(
        `let u; try { u = await /*A*/ getUser(id); } catch (e) { if (e.status === 404) return null; u = {}; } const c = await /*B*/ getCatalog(); return [u, c];`,
      ),
    },
  });
});
