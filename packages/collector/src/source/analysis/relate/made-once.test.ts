import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const page = (body: string, more = ""): string => `import { getUser, getOrders, getCatalog } from "@/lib/api";
import { env, client, peek, current } from "@/lib/once";
export default async function Page({ id, list, given }) { ${body} }
// @file src/lib/once.ts
import { getUser } from "./api";
import { z } from "zod";
${more}
`;
const SETTINGS = `const schema = z.object({ URL: z.string() });
let settings;
export function env() { if (!settings) { const parsed = schema.safeParse(process.env); if (!parsed.success) throw new Error("settings"); settings = parsed.data; } return settings; }`;
const CLIENT = `class Client { ready = "no"; ask(path) { return fetch(path); } }
let made; export function client() { if (made) return made; made = new Client(); return made; }`;

describe("what is made once, by whoever comes first", () => {
  related({
    "settings that are read where they are wanted": {
      expected: "independent",
      code: page(
        `const u = await /*A*/ getUser(env().URL + id); const o = await /*B*/ getCatalog(env().URL); return [u, o];`,
        SETTINGS,
      ),
    },
    "settings read for each of A's answers": {
      expected: "independent",
      code: page(
        `const u = await /*A*/ getUser(id); for (const one of u.items) await getOrders(env().URL + one.id); return await /*B*/ fetch(env().URL);`,
        SETTINGS,
      ),
    },
    "a client by `??=`": {
      expected: "independent",
      code: page(
        `await /*A*/ client().ask("/a"); await /*B*/ client().ask("/b");`,
        `let made; export const client = () => (made ??= { ask: (path) => fetch(path) });`,
      ),
    },
    "a variable that somebody else looks at": {
      expected: "needed",
      code: page(
        `const a = async () => { env(); return await getUser(id); }; await /*A*/ a(); await /*B*/ fetch("/b?x=" + peek());`,
        `${SETTINGS} export const peek = () => (settings === undefined ? "no" : "yes");`,
      ),
    },
    "an answer of A that is kept": {
      expected: "data",
      code: page(
        `await /*A*/ current(); await /*B*/ fetch("/b?x=" + (await current()).id);`,
        `let me; export async function current() { if (!me) me = await /*A1*/ getUser("me"); return me; }`,
      ),
    },
    "a client that A's function marks": {
      expected: "needed",
      code: page(
        `const a = async () => { client().ready = "yes"; return await getUser(id); }; await /*A*/ a(); await /*B*/ fetch("/b?x=" + client().ready);`,
        CLIENT,
      ),
    },
    "a client that is given A's answer": {
      expected: "data",
      code: page(
        `const u = await /*A*/ getUser(id); client().token = u.token; await /*B*/ fetch("/b?x=" + client().token);`,
        CLIENT,
      ),
    },
    "what is done besides, where A's answer leads there": {
      expected: "needed",
      code: page(
        `const u = await /*A*/ getUser(id); if (u.flag) env(); await /*B*/ fetch("/b?x=" + peek());`,
        `let made, mark = "no"; export function env() { if (!made) { mark = "yes"; made = { url: "u" }; } return made; } export const peek = () => mark;`,
      ),
    },
    "a form made of A's answer": {
      expected: "needed",
      code: `import { z } from "zod"; import { getUser } from "@/lib/api";
        export default async function Page({ id, given }) { const u = await /*A*/ getUser(id); const form = z.enum(u.names); const name = form.parse(given); await /*B*/ fetch("/b?x=" + name); }`,
    },
    "forms made on the way": {
      expected: "independent",
      code: `import { z } from "zod";
        async function ask(schema, path) { const res = await fetch(path); if (!res.ok) throw new Error(path); return schema.parse(await res.json()); }
        export default async function Page({ id }) { const u = await /*A*/ ask(z.object({ id: z.string() }), "/u"); const o = await /*B*/ ask(z.array(z.string()), "/o"); return [u, o]; }`,
    },
    "forms made on the way whose names sound like writing": {
      expected: "independent",
      code: `import { z } from "zod";
        async function ask(schema, path) { const res = await fetch(path); if (!res.ok) throw new Error(path); return schema.parse(await res.json()); }
        const flags = () => ask(z.record(z.string(), z.boolean()), "/flags");
        const tags = () => ask(z.set(z.string()), "/tags");
        export default async function Page() { const f = await /*A*/ flags(); const t = await /*B*/ tags(); return [f, t]; }`,
    },
  });
});

const cached = (body: string): string => `import { cache } from "react"; import { getUser } from "@/lib/api";
  class Orders { constructor(token) { this.token = token; } list(id) { return fetch("/orders/" + id + this.token); } }
  const api = cache(async () => ({ orders: new Orders("t") }));
  const balance = cache(async (id) => { const { orders } = await api(); return orders.list(id); });
  export default async function Page({ id }) { ${body} }`;

describe("what a render keeps", () => {
  related({
    "clients that are asked for in a loop over A's answer": {
      expected: "independent",
      code: cached(
        `const u = await /*A*/ getUser(id); for (const one of u.items) await balance(one.id); const { orders } = await api(); return await /*B*/ orders.list("all");`,
      ),
    },
    "a client that A's answer is put into": {
      expected: "data",
      code: cached(
        `const u = await /*A*/ getUser(id); (await api()).orders.token = u.token; const { orders } = await api(); return await /*B*/ orders.list("all");`,
      ),
    },
    "what is done besides, where A's answer leads there": {
      expected: "needed",
      code: cached(
        `let mark = "no"; const note = cache(() => { mark = "yes"; return "n"; }); const u = await /*A*/ getUser(id); if (u.flag) note(); return await /*B*/ fetch("/b?x=" + mark);`,
      ),
    },
    "what leaves, where A's answer leads there": {
      expected: "needed",
      code: cached(
        `const known = cache(async () => { const found = await fetch("/known"); if (found.none) throw new Error("none"); return found; }); const u = await /*A*/ getUser(id); if (u.flag) await known(); return await /*B*/ fetch("/b");`,
      ),
    },
    "what is asked of A's answer": {
      expected: "data",
      code: cached(`const u = await /*A*/ getUser(id); return await /*B*/ balance(u.id);`),
    },
  });
});
