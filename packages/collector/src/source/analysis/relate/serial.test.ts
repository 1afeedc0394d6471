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
