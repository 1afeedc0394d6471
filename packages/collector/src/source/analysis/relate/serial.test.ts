import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const IMPORTS = `import { getUser, getOrders, getCatalog, getCart, getFlags } from "@/lib/api";`;
const page = (body: string, more = ""): string => `${IMPORTS}
export default async function Page({ params, searchParams }) {
  const { id } = await params;
${body}
}
${more}`;

describe("awaits one after the other", () => {
  related({
    "two requests that share nothing": {
      expected: "independent",
      kind: "serial",
      failFast: true,
      code: page(`const user = await /*A*/ getUser(id);
        const catalog = await /*B*/ getCatalog();
        return <Shop user={user} catalog={catalog} />;`),
    },
    "bare fetches, the answer read in between": {
      expected: "independent",
      code: page(`const a = await /*A*/ fetch("http://api/a");
        const user = await a.json();
        const b = await /*B*/ fetch(\`http://api/b/\${id}\`);
        return Response.json({ user, b: await b.json() });`),
    },
    "the awaits inside an object that is returned": {
      expected: "independent",
      code: page(`return { user: await /*A*/ getUser(id), catalog: await /*B*/ getCatalog() };`),
    },
    "arguments of one call": {
      expected: "independent",
      code: page(`return render(await /*A*/ getUser(id), await /*B*/ getCatalog());`),
    },
    "logging the answer in between": {
      expected: "independent",
      code: page(`const user = await /*A*/ getUser(id);
        console.log("user", user);
        const catalog = await /*B*/ getCatalog();
        return [user, catalog];`),
    },
    "a logger of the project": {
      expected: "independent",
      code: `import { logger } from "@/lib/logger";
        import pino from "pino";
        ${page(`const user = await /*A*/ getUser(id);
        logger.info({ user }, "loaded");
        const catalog = await /*B*/ getCatalog();
        return [user, catalog];`)}
        // @file src/lib/logger.ts
        import pino from "pino";
        export const logger = pino({ level: "info" }).child({ service: "shop" });`,
    },
    "metrics and analytics told of the answer": {
      expected: "independent",
      code: `import { metrics } from "@/lib/metrics"; import * as Sentry from "@sentry/nextjs";
        ${page(`const user = await /*A*/ getUser(id);
        metrics.increment("page", { plan: user.plan });
        Sentry.setUser({ id: user.id });
        Sentry.addBreadcrumb({ data: user });
        const catalog = await /*B*/ getCatalog();
        return [user, catalog];`)}
        // @file src/lib/metrics.ts
        import { StatsD } from "hot-shots";
        export const metrics = new StatsD();`,
    },
    "schema, dates, lodash on the answer": {
      expected: "independent",
      code: `import { z } from "zod"; import { format } from "date-fns"; import pick from "lodash/pick"; import _ from "lodash";
        const User = z.object({ id: z.string() });
        ${page(`const res = await /*A*/ fetch("http://api/user");
        const user = User.parse(await res.json());
        const day = format(new Date(user.created), "yyyy");
        const some = pick(user, ["id"]); const more = _.omit(user, "x"); const age = Number(user.age);
        const total = user.items.reduce((sum, item) => sum + item.price, 0);
        const catalog = await /*B*/ getCatalog();
        return [user, catalog, day, some, more, age, total];`)}`,
    },
    "mapping the answer for the page": {
      expected: "independent",
      code: page(`const orders = await /*A*/ getOrders(id);
        const rows = orders.filter((o) => o.open).map((o) => ({ ...o, total: o.items.length })).sort((a, b) => a.n - b.n);
        const byId = new Map(orders.map((o) => [o.id, o]));
        const ids = new Set(orders.map((o) => o.id));
        const text = JSON.stringify(rows);
        const catalog = await /*B*/ getCatalog();
        return { rows, text, catalog, size: byId.size + ids.size };`),
    },
    "a default for the answer": {
      expected: "independent",
      code: page(`const user = (await /*A*/ getUser(id)) ?? { name: "guest" };
        const name = user.name || "you"; const label = user.vip ? "VIP" : "member";
        const catalog = await /*B*/ getCatalog();
        return { name, label, catalog };`),
    },
    "an unused branch on the answer": {
      expected: "independent",
      code: page(`const user = await /*A*/ getUser(id);
        let banner = null;
        if (user.vip) banner = "welcome";
        switch (user.plan) { case "pro": banner = "pro"; break; default: banner = "free"; }
        const catalog = await /*B*/ getCatalog();
        return { banner, catalog };`),
    },
    "fields of the answer by destructuring": {
      expected: "data",
      code: page(`const { account: { key: [first] }, ...rest } = await /*A*/ getUser(id);
        return await /*B*/ getOrders(first);`),
    },
    "rest of a destructured answer": {
      expected: "data",
      code: page(`const { name, ...rest } = await /*A*/ getUser(id);
        return await /*B*/ getOrders(rest.id);`),
    },
    template: {
      expected: "data",
      code: page(`const u = await /*A*/ getUser(id); return await /*B*/ fetch(\`/x/\${u.id}?a=1\`);`),
    },
    array: {
      expected: "data",
      code: page(`const u = await /*A*/ getUser(id); const ids = [u.id]; return await /*B*/ getOrders(ids.join(","));`),
    },
    "object option": {
      expected: "data",
      code: page(
        `const u = await /*A*/ getUser(id); return await /*B*/ fetch("/x", { headers: { authorization: "Bearer " + u.token } });`,
      ),
    },
    spread: {
      expected: "data",
      code: page(`const u = await /*A*/ getUser(id); const q = { ...u, a: 1 }; return await /*B*/ getOrders(q.id);`),
    },
    "optional chain": {
      expected: "data",
      code: page(`const u = await /*A*/ getUser(id); return await /*B*/ getOrders(u?.account?.id);`),
    },
    URLSearchParams: {
      expected: "data",
      code: page(
        `const u = await /*A*/ getUser(id); const q = new URLSearchParams(); q.set("u", u.id); return await /*B*/ fetch("/x?" + q);`,
      ),
    },
    "URL built step by step": {
      expected: "data",
      code: page(
        `const u = await /*A*/ getUser(id); const url = new URL("http://api/x"); url.searchParams.set("u", u.id); return await /*B*/ fetch(url);`,
      ),
    },
    "Headers built step by step": {
      expected: "data",
      code: page(
        `const u = await /*A*/ getUser(id); const h = new Headers(); h.append("x-user", u.id); return await /*B*/ fetch("/x", { headers: h });`,
      ),
    },
    "through then": { expected: "data", code: page(`return /*A*/ getUser(id).then((u) => /*B*/ getOrders(u.id));`) },
    "chained then without use": {
      expected: "independent",
      code: page(`return /*A*/ getUser(id).then(() => /*B*/ getCatalog());`),
    },
    "through a variable set in a callback": {
      expected: "data",
      code: page(
        `let userId; await /*A*/ getUser(id).then((u) => { userId = u.id; }); return await /*B*/ getOrders(userId);`,
      ),
    },
    "map over the answer": {
      expected: "data",
      code: page(
        `const list = await /*A*/ getOrders(id); return await Promise.all(list.map((o) => /*B*/ getUser(o.user)));`,
      ),
    },
    "one call per element, elements unused": {
      expected: "needed",
      code: page(
        `const list = await /*A*/ getOrders(id); return await Promise.all(list.map(() => /*B*/ getCatalog()));`,
      ),
    },
    "logical assignment": {
      expected: "data",
      code: page(`let key = null; const u = await /*A*/ getUser(id); key ??= u.id; return await /*B*/ getOrders(key);`),
    },
    "default parameter": {
      expected: "data",
      code: page(
        `const u = await /*A*/ getUser(id); const load = (key = u.id) => /*B*/ getOrders(key); return await load();`,
      ),
    },
    "tagged SQL": {
      expected: "data",
      code: `import { sql } from "@vercel/postgres"; ${page("const u = await /*A*/ sql`select * from users where id = ${id}`; return await /*B*/ sql`select * from orders where u = ${u.rows[0].id}`;")}`,
    },
    "tagged SQL, both read": {
      expected: "independent",
      code: `import { sql } from "@vercel/postgres"; ${page("const u = await /*A*/ sql`select * from users where id = ${id}`; const o = await /*B*/ sql`select * from orders where u = ${id}`; return [u, o];")}`,
    },
    "tagged SQL that writes": {
      expected: "ordered",
      code: `import { sql } from "@vercel/postgres"; ${page("await /*A*/ sql`insert into visits values (${id})`; const o = await /*B*/ sql`select * from visits`; return o;")}`,
    },
  });
});

describe("promises started early", () => {
  related({
    "both started, then awaited": {
      expected: "parallel",
      code: page(`const a = /*A*/ getUser(id); const b = /*B*/ getCatalog(); return [await a, await b];`),
    },
    "members of one Promise.all": {
      expected: "parallel",
      code: page(`const [a, b] = await Promise.all([/*A*/ getUser(id), /*B*/ getCatalog()]); return [a, b];`),
    },
    "started, awaited too early": {
      expected: "independent",
      code: page(`const p = /*A*/ getUser(id); const u = await p; const c = await /*B*/ getCatalog(); return [u, c];`),
    },
    "started early, used late": {
      expected: "parallel",
      code: page(
        `const p = /*A*/ getUser(id); p.catch(() => {}); const c = await /*B*/ getCatalog(); return [await p, c];`,
      ),
    },
    "an inner async function that waits": {
      expected: "data",
      code: page(`const load = async () => { const u = await /*A*/ getUser(id); return /*B*/ getOrders(u.id); };
        const [o, c] = await Promise.all([load(), getCatalog()]); return [o, c];`),
    },
    "an inner async function that waits for nothing": {
      expected: "independent",
      code: page(
        `const [o, c] = await Promise.all([(async () => { const u = await /*A*/ getUser(id); return [u, await /*B*/ getCatalog()]; })(), getFlags()]); return [o, c];`,
      ),
    },
    "awaited on one way only": {
      expected: "independent",
      code: page(
        `const p = /*A*/ getUser(id); if (searchParams.full) await p; const c = await /*B*/ getCatalog(); return [await p, c];`,
      ),
    },
    "group: the other member is used": {
      expected: "independent",
      kind: "barrier",
      code: page(
        `const [u, c] = await Promise.all([getUser(id), /*A*/ getCatalog()]); return [c, await /*B*/ getOrders(u.id)];`,
      ),
    },
    "group: this member is used": {
      expected: "data",
      code: page(
        `const [u, c] = await Promise.all([/*A*/ getUser(id), getCatalog()]); return [c, await /*B*/ getOrders(u.id)];`,
      ),
    },
    "group: array kept, other index used": {
      expected: "independent",
      kind: "barrier",
      code: page(
        `const r = await Promise.all([getUser(id), /*A*/ getCatalog()]); return [r[1], await /*B*/ getOrders(r[0].id)];`,
      ),
    },
    "group: nothing is used": {
      expected: "independent",
      code: page(
        `const [u, c] = await Promise.all([/*A*/ getUser(id), getCatalog()]); return [u, c, await /*B*/ getFlags()];`,
      ),
    },
    "group over a list": {
      expected: "independent",
      code: page(
        `const all = await Promise.all(["a", "b"].map((x) => /*A*/ getUser(x))); return [all, await /*B*/ getCatalog()];`,
      ),
    },
    "allSettled, value of the other member": {
      expected: "independent",
      code: page(`const [u, c] = await Promise.allSettled([getUser(id), /*A*/ getCatalog()]);
        if (u.status === "rejected") throw new Error("no user");
        return [c, await /*B*/ getOrders(u.value.id)];`),
    },
    "allSettled, value of this member": {
      expected: "data",
      code: page(
        `const [u] = await Promise.allSettled([/*A*/ getUser(id), getCatalog()]); return await /*B*/ getOrders(u.value?.id);`,
      ),
    },
    race: {
      expected: "needed",
      code: page(
        `const u = await Promise.race([/*A*/ getUser(id), getUser("x")]); return await /*B*/ getOrders(u.id);`,
      ),
    },
    "a group within a group": {
      expected: "data",
      code: page(
        `const [[u], c] = await Promise.all([Promise.all([/*A*/ getUser(id)]), getCatalog()]); return [c, await /*B*/ getOrders(u.id)];`,
      ),
    },
  });
});

describe("conditions, returns and throws in between", () => {
  related({
    "early return on the answer": {
      expected: "guard",
      code: page(`const u = await /*A*/ getUser(id); if (!u) return null; return await /*B*/ getCatalog();`),
    },
    "notFound on the answer": {
      expected: "guard",
      code: `import { notFound } from "next/navigation"; ${page(`const u = await /*A*/ getUser(id); if (!u) notFound(); return await /*B*/ getCatalog();`)}`,
    },
    "redirect on a field": {
      expected: "guard",
      code: `import { redirect } from "next/navigation"; ${page(`const { role } = await /*A*/ getUser(id); if (role !== "admin") redirect("/"); return await /*B*/ getCatalog();`)}`,
    },
    "throw on the answer": {
      expected: "guard",
      code: page(
        `const u = await /*A*/ getUser(id); if (u.blocked) throw new Error("blocked"); return await /*B*/ getCatalog();`,
      ),
    },
    "throw on a failed response": {
      expected: "independent",
      failFast: true,
      code: page(
        `const r = await /*A*/ fetch("/a"); if (!r.ok) throw new Error("a " + r.status); const c = await /*B*/ getCatalog(); return [await r.json(), c];`,
      ),
    },
    "notFound on a 404": {
      expected: "guard",
      code: `import { notFound } from "next/navigation"; ${page(`const r = await /*A*/ fetch("/a"); if (r.status === 404) notFound(); return await /*B*/ getCatalog();`)}`,
    },
    "not ok is not found": {
      expected: "guard",
      code: `import { notFound } from "next/navigation"; ${page(`const r = await /*A*/ fetch("/a"); if (!r.ok) notFound(); return await /*B*/ getCatalog();`)}`,
    },
    ternary: {
      expected: "guard",
      code: page(`const u = await /*A*/ getUser(id); const c = u.vip ? await /*B*/ getCatalog() : null; return c;`),
    },
    and: {
      expected: "guard",
      code: page(`const u = await /*A*/ getUser(id); const c = u.vip && (await /*B*/ getCatalog()); return c;`),
    },
    nullish: { expected: "guard", code: page(`return (await /*A*/ getUser(id)) ?? (await /*B*/ getCatalog());`) },
    "if around B": {
      expected: "guard",
      code: page(`const u = await /*A*/ getUser(id); let c; if (u.vip) { c = await /*B*/ getCatalog(); } return c;`),
    },
    "else around B": {
      expected: "guard",
      code: page(
        `const u = await /*A*/ getUser(id); let c; if (u.vip) c = 1; else c = await /*B*/ getCatalog(); return c;`,
      ),
    },
    "switch around B": {
      expected: "guard",
      code: page(
        `const u = await /*A*/ getUser(id); switch (u.plan) { case "pro": return await /*B*/ getCatalog(); default: return null; }`,
      ),
    },
    "switch that returns": {
      expected: "guard",
      code: page(
        `const u = await /*A*/ getUser(id); switch (u.plan) { case "none": return null; } return await /*B*/ getCatalog();`,
      ),
    },
    "labelled break": {
      expected: "guard",
      code: page(
        `work: { const u = await /*A*/ getUser(id); if (!u.vip) break work; await /*B*/ getCatalog(); } return 1;`,
      ),
    },
    "break inside a switch inside a loop": {
      expected: "guard",
      code: page(
        `outer: for (const x of [1, 2]) { const u = await /*A*/ getUser(id); switch (u.k) { case 1: continue outer; } await /*B*/ getCatalog(); } return 1;`,
      ),
    },
    "caught, then went on": {
      expected: "independent",
      code: page(
        `let u = null; try { u = await /*A*/ getUser(id); } catch (e) { console.error(e); } const c = await /*B*/ getCatalog(); return [u, c];`,
      ),
    },
    "caught, then left": {
      expected: "independent",
      failFast: true,
      code: page(
        `let u; try { u = await /*A*/ getUser(id); } catch { return null; } const c = await /*B*/ getCatalog(); return [u, c];`,
      ),
    },
    "only when A failed": {
      expected: "guard",
      code: page(`try { return await /*A*/ getUser(id); } catch { return await /*B*/ getCatalog(); }`),
    },
    "after a returning attempt": {
      expected: "guard",
      code: page(
        `try { return await /*A*/ getUser(id); } catch (e) { console.error(e); } return await /*B*/ getCatalog();`,
      ),
    },
    "in finally": {
      expected: "needed",
      code: page(
        `let u; try { u = await /*A*/ getUser(id); } finally { await /*B*/ fetch("/unlock?" + u); } return u;`,
      ),
    },
    "both in one try": {
      expected: "independent",
      code: page(
        `try { const u = await /*A*/ getUser(id); const c = await /*B*/ getCatalog(); return [u, c]; } catch (e) { return null; }`,
      ),
    },
    "the caught error decides": {
      expected: "needed",
      code: page(
        `let code = 0; try { await /*A*/ getUser(id); } catch (e) { code = e.status; } return await /*B*/ getOrders(code);`,
      ),
    },
    "catch callback decides": {
      expected: "guard",
      code: page(
        `const u = await /*A*/ getUser(id).catch(() => null); if (!u) return null; return await /*B*/ getCatalog();`,
      ),
    },
    "catch callback with default": {
      expected: "independent",
      code: page(
        `const u = await /*A*/ getUser(id).catch(() => null); const c = await /*B*/ getCatalog(); return [u, c];`,
      ),
    },
    "a flag asked first": {
      expected: "guard",
      code: page(
        `const flags = await /*A*/ getFlags(); const c = flags.shop ? await /*B*/ getCatalog() : []; return c;`,
      ),
    },
    "throw in forEach": {
      expected: "guard",
      code: page(
        `const list = await /*A*/ getOrders(id); list.forEach((o) => { if (o.bad) throw new Error("bad"); }); return await /*B*/ getCatalog();`,
      ),
    },
    "assert on the answer": {
      expected: "guard",
      code: `import assert from "node:assert"; ${page(`const u = await /*A*/ getUser(id); assert(u.ok); return await /*B*/ getCatalog();`)}`,
    },
    "assert of the project": {
      expected: "guard",
      code: page(
        `const u = await /*A*/ getUser(id); mustHave(u); return await /*B*/ getCatalog();`,
        `function mustHave(x) { if (!x.name) throw new Error("no name"); }`,
      ),
    },
    "a condition that does not rest on A": {
      expected: "independent",
      code: page(
        `const u = await /*A*/ getUser(id); if (searchParams.q) return u; const c = await /*B*/ getCatalog(); return [u, c];`,
      ),
    },
    "the count decides": {
      expected: "guard",
      code: page(
        `const list = await /*A*/ getOrders(id); if (list.length === 0) return []; return await /*B*/ getCatalog();`,
      ),
    },
  });
});

describe("loops", () => {
  related({
    "one call for each of a known list": {
      expected: "independent",
      kind: "loop",
      code: page(
        `const out = []; for (const key of ["a", "b"]) { out.push(await /*A*/ /*B*/ getUser(key)); } return out;`,
      ),
    },
    "a helper that reads its answer itself": {
      expected: "independent",
      kind: "loop",
      code: page(
        `const out = []; for (const key of ["a", "b"]) { out.push(await /*A*/ /*B*/ items(key)); } return out;`,
        `async function items(key) { const res = await fetch("/i/" + key); const body = await res.json(); if (!body.items) return []; const rows = body.items.map((i) => i.id); await Promise.all([rows]); return rows; }`,
      ),
    },
    "list from a request made before": {
      expected: "independent",
      kind: "loop",
      code: page(
        `const orders = await getOrders(id); for (const order of orders) { order.owner = await /*A*/ /*B*/ getUser(order.user); } return orders;`,
      ),
    },
    "index loop": {
      expected: "independent",
      kind: "loop",
      code: page(
        `const ids = (await searchParams).ids; const out = []; for (let i = 0; i < ids.length; i++) { out.push(await /*A*/ /*B*/ getUser(ids[i])); } return out;`,
      ),
    },
    cursor: {
      expected: "data",
      kind: "loop",
      code: page(
        `let cursor = ""; const all = []; do { const p = await /*A*/ /*B*/ fetch("/p?c=" + cursor).then((r) => r.json()); all.push(...p.items); cursor = p.next; } while (cursor); return all;`,
      ),
    },
    "until done": {
      expected: "guard",
      kind: "loop",
      code: page(
        `let done = false; while (!done) { const s = await /*A*/ /*B*/ fetch("/status"); done = (await s.json()).done; } return 1;`,
      ),
    },
    "first that answers": {
      expected: "needed",
      kind: "loop",
      code: page(`for (const key of ["a", "b"]) { const u = await /*A*/ /*B*/ getUser(key); if (u) break; } return 1;`),
    },
    "returns from within": {
      expected: "needed",
      kind: "loop",
      code: page(
        `for (const key of ["a", "b"]) { const u = await /*A*/ /*B*/ getUser(key); if (u.ok) return u; } return null;`,
      ),
    },
    "accumulator in the arguments": {
      expected: "data",
      kind: "loop",
      code: page(
        `let sum = 0; for (const key of ["a", "b"]) { const u = await /*A*/ /*B*/ getOrders(key + sum); sum += u.n; } return sum;`,
      ),
    },
    "accumulator beside": {
      expected: "independent",
      kind: "loop",
      code: page(
        `let sum = 0; for (const key of ["a", "b"]) { const u = await /*A*/ /*B*/ getOrders(key); sum += u.n; } return sum;`,
      ),
    },
    "list grows by the answers": {
      expected: "data",
      kind: "loop",
      code: page(
        `const queue = [id]; while (queue.length) { const n = queue.pop(); const u = await /*A*/ /*B*/ getUser(n); queue.push(...u.children); } return 1;`,
      ),
    },
    retry: {
      expected: "needed",
      code: page(
        `for (let i = 0; i < 3; i++) { try { return await /*A*/ /*B*/ getUser(id); } catch (e) { if (i === 2) throw e; } } return null;`,
      ),
    },
    "two calls of one round": {
      expected: "independent",
      code: page(
        `for (const key of ["a", "b"]) { const u = await /*A*/ getUser(key); const o = await /*B*/ getOrders(key); console.log(u, o); } return 1;`,
      ),
    },
    "reduce chain": {
      expected: "needed",
      code: page(
        `return ["a", "b"].reduce(async (prev, key) => { const acc = await prev; const u = await /*A*/ /*B*/ getUser(key + acc.length); return [...acc, u]; }, Promise.resolve([]));`,
      ),
    },
    "for await over a package's stream": {
      expected: "needed",
      code: `import { list } from "some-sdk"; ${page(`for await (const page of /*A*/ list()) { await /*B*/ getUser(page.id); } return 1;`)}`,
    },
    "memo by key, same map": {
      expected: "needed",
      kind: "loop",
      code: page(
        `const memo = new Map(); for (const o of searchParams.list) { if (!memo.has(o.k)) memo.set(o.k, await /*A*/ /*B*/ getUser(o.k)); } return memo;`,
      ),
    },
  });
});
