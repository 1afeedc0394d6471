import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const page = (body: string, more = ""): string => `import { getUser, getOrders, getCatalog } from "@/lib/api";
${more}
export default async function Page({ params, id, list }) {
${body}
}`;
const STORE = `let kept = ""; const fill = async () => { kept = (await (await /*A*/ fetch("/a")).json()).id; }; const load = async () => (await fetch("/k" + kept)).json();`;

/** The smallest form of what random programs (`testing/random`) showed to be judged wrongly. */
describe("needs that random programs brought to light", () => {
  related({
    "by what a callback gave to code that was not followed": {
      expected: "data",
      code: page(
        `await /*A1*/ fill(); const all = await Promise.all(list.map(() => load())); return await /*B*/ fetch("/b" + all.map((one) => one.id).join());`,
        STORE,
      ),
    },
    "by a part of what such a callback gave": {
      expected: "data",
      code: page(
        `const a = await /*A*/ getUser(id); const all = list.map(() => ({ x: a.id })); return await /*B*/ fetch("/b" + all[0].x);`,
      ),
    },
    "by a text's callback": {
      expected: "data",
      code: page(
        `const a = await /*A*/ getUser(id); const all = "a,b".split(",").map((one) => ({ one, x: a.id })); return await /*B*/ fetch("/b" + all[0].x);`,
      ),
    },
    "by what only a failure of A left behind": {
      expected: "needed",
      code: page(
        `let mark = "none"; try { await /*A*/ getUser(id); } catch { mark = "failed"; } return await /*B*/ fetch("/b?" + mark);`,
      ),
    },
    "by what only a failure of A wrote elsewhere": {
      expected: "needed",
      code: page(
        `try { await /*A*/ getUser(id); } catch { await note(); } return await /*B*/ load();`,
        `let kept = ""; const note = async () => { kept = (await getOrders("1")).id; }; const load = () => getOrders(kept);`,
      ),
    },
    "by a loop around the function in which both stand": {
      expected: "needed",
      code: page(
        `let at = list[0]; for (let n = 0; n < 3; n += 1) at = await /*A1*/ /*B1*/ step(at); return at;`,
        `const step = async (at) => { let next = at; if (at.a) next = await (await /*A*/ fetch("/a")).json(); if (at.b) await /*B*/ fetch("/b" + at.id); return next; };`,
      ),
    },
    "by no loop around it that carries nothing on": {
      expected: "independent",
      code: page(
        `for (const one of list) { await /*A1*/ /*B1*/ step(one); }`,
        `const step = async (one) => { const a = await (await /*A*/ fetch("/a" + one)).json(); const b = await (await /*B*/ fetch("/b" + one)).json(); return [a, b]; };`,
      ),
    },
    "by whether A worked, where its failing is caught": {
      expected: "needed",
      code: page(
        `let mark = "no"; try { await /*A*/ getUser(id); mark = "yes"; } catch {} return await /*B*/ fetch("/b?" + mark);`,
      ),
    },
    "by a condition on whether A worked": {
      expected: "guard",
      code: page(
        `let worked = false; try { await /*A*/ getUser(id); worked = true; } catch {} return worked ? await /*B*/ getCatalog() : null;`,
      ),
    },
    "by what a callback of A left behind": {
      expected: "needed",
      code: page(
        `let mark = "no"; await /*A*/ getUser(id).then(() => { mark = "yes"; }).catch(() => {}); return await /*B*/ fetch("/b?" + mark);`,
      ),
    },
    "by what stands behind A in a finally": {
      expected: "needed",
      code: page(
        `const q = new URLSearchParams(); try { try { check(params); } finally { await /*A*/ getUser(id); q.set("k", "1"); } } catch {} return await /*B*/ fetch("/b?" + q.get("k"));`,
        `const check = (given) => { if (!given) throw new Error("params"); };`,
      ),
    },
    "by none of it inside the same try": {
      expected: "independent",
      code: page(
        `let key; try { const a = await /*A*/ getUser(id); key = "x" + params.q; const b = await /*B*/ getOrders(key); return [a, b]; } catch { return null; }`,
      ),
    },
    "by the last of two that wrote, in a module first met in A": {
      expected: "needed",
      code: `// @file src/app/store.ts
export const store = { kept: "" };
// @file src/app/fill.ts
import { store } from "./store";
export const fill = async (id) => { const found = await (await /*A*//*B*/ fetch("/f/" + id)).json(); store.kept = found.id; return found; };
// @file src/app/page.tsx
import { fill } from "./fill";
export default async function Page({ id }) { const a = await /*A1*/ fill("1"); const b = await /*B1*/ fill("2"); return [a, b]; }`,
    },
  });
});
