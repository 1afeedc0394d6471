import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const IMPORTS = `import { getUser, getOrders, getCatalog } from "@/lib/api";`;
const page = (body: string, more = ""): string => `${IMPORTS}
${more}
export default async function Page({ params, locals, event, id, list }) {
${body}
}`;

describe("two ways to one thing", () => {
  related({
    "element found, changed, read by index": {
      expected: "needed",
      code: page(
        `const all = await getOrders(id); const one = all.find((o) => o.id === id); one.user = await /*A*/ getUser(id); return await /*B*/ getOrders(all[0].user.id);`,
      ),
    },
    "element by key, changed, read by name": {
      expected: "needed",
      code: page(
        `const all = await getOrders(id); const one = all[params.key]; one.user = await /*A*/ getUser(id); return await /*B*/ getOrders(all.first.user.id);`,
      ),
    },
    "part by name, changed, read by key": {
      expected: "needed",
      code: page(
        `const all = await getOrders(id); const one = all.first; one.user = await /*A*/ getUser(id); return await /*B*/ getOrders(all[params.key].user.id);`,
      ),
    },
    "elements changed by map, read later": {
      expected: "needed",
      code: page(
        `const all = await getOrders(id); const u = await /*A*/ getUser(id); all.forEach((o) => { o.owner = u.id; }); return await /*B*/ getOrders(all.map((o) => o.owner).join());`,
      ),
    },
    "part kept, whole replaced by the answer": {
      expected: "needed",
      code: page(
        `const box = await getOrders(id); Object.assign(box.meta, await /*A*/ getUser(id)); return await /*B*/ getOrders(box.meta.id);`,
      ),
    },
    "deep below": {
      expected: "needed",
      code: page(
        `const d = await getOrders(id); d.a.b.c.d.e = (await /*A*/ getUser(id)).id; return await /*B*/ getOrders(d.a.b.c.d.e);`,
      ),
    },
    "deep below, another way": {
      expected: "needed",
      code: page(
        `const d = await getOrders(id); const x = d.a.b.c; x.d.e = (await /*A*/ getUser(id)).id; return await /*B*/ getOrders(JSON.stringify(d.a));`,
      ),
    },
    "another part of the same data": {
      expected: "independent",
      code: page(
        `const d = await getOrders(id); d.user = await /*A*/ getUser(id); return [d, await /*B*/ getOrders(d.other)];`,
      ),
    },
    "rest shares the parts": {
      expected: "needed",
      code: page(
        `const { a, ...rest } = await getOrders(id); rest.meta.user = await /*A*/ getUser(id); return await /*B*/ getOrders(rest.meta.user.id);`,
      ),
    },
    "spread shares the parts": {
      expected: "needed",
      code: page(
        `const d = await getOrders(id); const copy = { ...d }; copy.meta.user = await /*A*/ getUser(id); return await /*B*/ getOrders(d.meta.user.id);`,
      ),
    },
    "list within a list": {
      expected: "needed",
      code: page(
        `const d = await getOrders(id); d.items.push(await /*A*/ getUser(id)); return await /*B*/ getOrders(d.items.length);`,
      ),
    },
    "parameter and its field": {
      expected: "needed",
      code: page(
        `const l = event.locals; l.user = await /*A*/ getUser(id); return await /*B*/ getOrders(event.locals.user.id);`,
      ),
    },
    "two parameters that may be one": {
      expected: "needed",
      code: page(`event.locals.user = await /*A*/ getUser(id); return await /*B*/ getOrders(locals.user.id);`),
    },
    "filled in by a helper, flag only": {
      expected: "needed",
      code: page(
        `await /*A*/ prepare(locals); return await /*B*/ load(locals);`,
        `async function prepare(l) { await getUser("1"); l.ready = true; } const load = (l) => getOrders(l.ready ? "a" : "b");`,
      ),
    },
    "flag deep in the event": {
      expected: "needed",
      code: page(
        `await /*A*/ prepare(event); return await /*B*/ load(event);`,
        `async function prepare(e) { await getUser("1"); e.locals.state.ready = true; } const load = (e) => getOrders(e.locals.state.ready ? "a" : "b");`,
      ),
    },
    "a logger that is asked": {
      expected: "needed",
      code:
        page(
          `const u = await /*A*/ getUser(id); logger.setContext(u); return await /*B*/ getOrders(logger.getContext().id);`,
          `import { logger } from "./logger";`,
        ) +
        `
      // @file src/app/logger.ts
      let ctx; export const logger = { setContext(u) { ctx = u; }, getContext() { return ctx; } };`,
    },
    "analytics that decides": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); const on = await analytics.isEnabled("x", u); if (on) return null; return await /*B*/ getCatalog();`,
        `import { analytics } from "some-sdk";`,
      ),
    },
    "analytics' own request needs the answer": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); return await /*B*/ analytics.identify(u.id);`,
        `import { analytics } from "some-sdk";`,
      ),
    },
    "a schema that changes the answer": {
      expected: "data",
      code: page(
        `const u = User.parse(await /*A*/ getUser(id)); return await /*B*/ getOrders(u.id);`,
        `import { z } from "zod"; const User = z.object({ id: z.string() });`,
      ),
    },
    "a schema with a callback that throws": {
      expected: "needed",
      code: page(
        `const u = User.parse(await /*A*/ getUser(id)); return [u, await /*B*/ getCatalog()];`,
        `import { z } from "zod"; import { redirect } from "next/navigation"; const User = z.object({ id: z.string() }).refine((u) => { if (!u.ok) redirect("/"); return true; });`,
      ),
    },
    "client told of the answer by a word that writes": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); sdk.set("user", u.id); return await /*B*/ sdk.load("/x");`,
        `import sdk from "some-sdk";`,
      ),
    },
    "client told of the answer, through its maker": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); register(u.token); return await /*B*/ request1("/x");`,
        `import { register, get as request1 } from "some-sdk";`,
      ),
    },
    "a write in between, then a read of it": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); await db.insert(u); return await /*B*/ db.find(id);`,
        `import { db } from "some-db";`,
      ),
    },
    "assertion of the package with a bare field": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); denyUnless(u.role); return await /*B*/ getCatalog();`,
        `import { denyUnless } from "some-acl";`,
      ),
    },
    "await of a decision with the id": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); await gate.enter(u.id); return await /*B*/ getCatalog();`,
        `import { gate } from "some-acl";`,
      ),
    },
    "a callback before, called with the answer": {
      expected: "needed",
      code: page(
        `let k; const on = (u) => { k = u.id; }; hub.on("user", on); const u = await /*A*/ getUser(id); hub.tell(u); return await /*B*/ getOrders(k);`,
        `import { hub } from "some-sdk";`,
      ),
    },
    "callback that runs later, of then": {
      expected: "needed",
      code: page(
        `let k = "none"; const p = /*A*/ getUser(id).then((u) => { k = u.id; }); await p; return await /*B*/ getOrders(k);`,
      ),
    },
    "thenable of a package, set in its callback": {
      expected: "needed",
      code: page(
        `let k; await /*A*/ axios.get("/u").then((r) => { k = r.data.id; }); return await /*B*/ axios.get("/o/" + k);`,
        `import axios from "axios";`,
      ),
    },
    "promise chain of a package with a guard": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ axios.get("/u").then((r) => r.data).catch(() => null); if (!u) return null; return await /*B*/ axios.get("/o");`,
        `import axios from "axios";`,
      ),
    },
    "used in a branch and after": {
      expected: "data",
      code: page(`const u = await /*A*/ getUser(id); if (params.x) { return u; } return await /*B*/ getOrders(u.id);`),
    },
    "method chosen by a variable": {
      expected: "needed",
      code: page(
        `const m = params.write ? "POST" : "GET"; await /*A*/ fetch("/x", { method: m }); return await /*B*/ fetch("/x");`,
      ),
    },
    "method by shorthand": {
      expected: "needed",
      code: page(`const method = "post"; await /*A*/ fetch("/x", { method }); return await /*B*/ fetch("/x");`),
    },
    "server action style write": {
      expected: "needed",
      code: page(
        `await /*A*/ saveUser(id); return await /*B*/ getCatalog();`,
        `async function saveUser(id) { const res = await fetch("/u", { body: id, ...{ method: "PATCH" } }); return res.json(); }`,
      ),
    },
    "SQL that changes inside a with": {
      expected: "needed",
      code: page(
        "await /*A*/ pool.query(`with gone as (delete from x where id = ${id} returning *) select * from gone`); return await /*B*/ pool.query('select * from x');",
        `import { Pool } from "pg"; const pool = new Pool();`,
      ),
    },
    "select for update": {
      expected: "needed",
      code: page(
        "await /*A*/ pool.query('select * from x where id = $1 for update', [id]); return await /*B*/ pool.query('select * from x');",
        `import { Pool } from "pg"; const pool = new Pool();`,
      ),
    },
    "select of a function that may do anything, by name": {
      expected: "needed",
      code: page(
        "await /*A*/ pool.query('call refresh()'); return await /*B*/ pool.query('select * from x');",
        `import { Pool } from "pg"; const pool = new Pool();`,
      ),
    },
  });
});
