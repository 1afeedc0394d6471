import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const page = (body: string, more = ""): string => `import { getUser, getOrders, getCatalog } from "@/lib/api";
${more}
export default async function Page({ params, id, list, api, given }) {
${body}
}`;
const WITH = "return await /*B*/ fetch('/b?' + ";
const ASK = `const ask = async () => { await /*A*/ getUser(id); mark = "yes"; };`;

const needed = (codes: Readonly<Record<string, string>>): void =>
  related(
    Object.fromEntries(Object.entries(codes).map(([name, code]) => [name, { expected: "needed" as const, code }])),
  );

describe("what only A's success has left, where its failing is caught", () => {
  needed({
    "by `catch`": page(`let mark = "no"; ${ASK} await ask().catch(() => {}); ${WITH} mark);`),
    "by the second function of `then`": page(
      `let mark = "no"; ${ASK} await ask().then(() => {}, () => {}); ${WITH} mark);`,
    ),
    "by `allSettled`": page(`let mark = "no"; ${ASK} await Promise.allSettled([ask()]); ${WITH} mark);`),
    "by `any`": page(`let mark = "no"; ${ASK} await Promise.any([ask(), getOrders(id)]); ${WITH} mark);`),
    "around a promise made before": page(
      `let mark = "no"; ${ASK} const asked = ask(); try { await asked; } catch {} ${WITH} mark);`,
    ),
    "by a function that is given the promise": page(
      `let mark = "no"; ${ASK} await safe(ask()); ${WITH} mark);`,
      `const safe = async (promise) => { try { return await promise; } catch { return null; } };`,
    ),
    "by code that was handed in": page(
      `let mark = false; await given(async () => { await /*A*/ getUser(id); mark = true; }); if (mark) await /*B*/ getCatalog();`,
    ),
    "by a package that is given the promise": page(
      `let mark = "no"; ${ASK} await attempt(ask()); ${WITH} mark);`,
      `import { attempt } from "attempts";`,
    ),
    "by a round that goes on with the next": page(
      `const good = []; for (const one of list) { try { await /*A*/ getUser(one); } catch { continue; } good.push(one); } for (const one of good) await /*B*/ getOrders(one);`,
    ),
    "by leaving a block": page(
      `let mark = "no"; a: { try { await /*A*/ getUser(id); } catch { break a; } mark = "yes"; } ${WITH} mark);`,
    ),
    "in an earlier round": page(
      `let good = 0; for (const one of list) { try { await /*A*/ getUser(one); good += 1; await /*B*/ getOrders(good); } catch {} }`,
    ),
    "in a counter": page(
      `let done = 0; const ask = async () => { await /*A*/ getUser(id); done++; }; await ask().catch(() => {}); ${WITH} done);`,
    ),
    "in a map": page(
      `const kept = new Map(); const ask = async () => { await /*A*/ getUser(id); kept.set("a", "1"); }; await ask().catch(() => {}); ${WITH} kept.get("a"));`,
    ),
    "in what was handed in": page(`try { await /*A*/ getUser(id); api.mark("a"); } catch {} ${WITH} api.marked);`),
    "in a package's object": page(
      `const store = new Store(); try { await /*A*/ getUser(id); store.put("a"); } catch {} ${WITH} store.take());`,
      `import { Store } from "stores";`,
    ),
    "by way of a listener": page(
      `let mark = "no"; const told = new EventEmitter(); told.on("done", () => { mark = "yes"; }); try { await /*A*/ getUser(id); told.emit("done"); } catch {} ${WITH} mark);`,
      `import { EventEmitter } from "node:events";`,
    ),
    "in a module first met in A": `import { kept, get } from "./kept";
      export default async function Page() { const ask = async () => { await /*A1*/ get("/a"); kept.mark = "yes"; }; await ask().catch(() => {}); return await /*B1*/ get("/b?" + kept.mark); }
// @file src/app/kept.ts
export const kept = { mark: "no" };
export async function get(path) { const res = await /*AB*/ fetch(path); if (!res.ok) throw new Error(path); return res.json(); }`,
    "by leaving before B": page(
      `try { await /*A*/ getUser(id); if (params.once) return null; } catch {} return await /*B*/ getCatalog();`,
    ),
    "as an answer": page(
      `const worked = await /*A*/ getUser(id).then(() => true).catch(() => false); return worked ? await /*B*/ getCatalog() : null;`,
    ),
  });
});

describe("whether something that was asked for with A's answer worked", () => {
  needed({
    "in a try": page(
      `let mark = "no"; const a = await /*A*/ getUser(id); try { await getOrders(a.id); mark = "yes"; } catch {} ${WITH} mark);`,
    ),
    "in a function": page(
      `let mark = false; const a = await /*A*/ getUser(id); const ask = async () => { await getOrders(a.id); mark = true; }; await ask().catch(() => {}); return mark && (await /*B*/ getCatalog());`,
    ),
    "where another one ends all": page(
      `let mark = "no"; const a = await /*A*/ getUser(id); try { await getOrders(a.id); mark = "yes"; } catch {} await getOrders(a.name); ${WITH} mark);`,
    ),
    "a text that has not the form it is read for": page(
      `const a = await /*A*/ getUser(id); try { JSON.parse(a.settings); } catch { return null; } return await /*B*/ getCatalog();`,
    ),
    "an address that is none": page(
      `let mark = "yes"; const a = await /*A*/ getUser(id); try { new URL(a.home); } catch { mark = "no"; } ${WITH} mark);`,
    ),
    "a part that is not there": page(
      `let mark = "yes"; const a = await /*A*/ getUser(id); try { a.home.city.trim(); } catch { mark = "no"; } ${WITH} mark);`,
    ),
  });
});

describe("what a caught failing tells nothing of", () => {
  const without = (code: string): { expected: "independent"; code: string } => ({ expected: "independent", code });
  related({
    "a name given only where A worked, where a failing leaves": without(
      page(
        `let key; try { await /*A*/ getUser(id); key = "x" + id; } catch { return null; } return await /*B*/ getOrders(key);`,
      ),
    ),
    "the same in a round of its own": without(
      page(
        `for (const one of list) { let key; try { await /*A*/ getUser(one); key = "x" + one; } catch { continue; } await /*B*/ getOrders(key); }`,
      ),
    ),
    "a name given before something else fails": without(
      page(
        `const a = await /*A*/ getUser(id); const key = "x" + id; let more = null; try { more = await getOrders(a.id); } catch {} return [a, more, await /*B*/ getOrders(key)];`,
      ),
    ),
    "a catch that throws on": without(
      page(
        `let mark = "no"; ${ASK} await ask().catch((error) => { throw new Error("user", { cause: error }); }); ${WITH} mark);`,
      ),
    ),
    "both in tries of their own": without(
      page(
        `let a, b; try { a = await /*A*/ getUser(id); } catch (error) { console.error(error); } try { b = await /*B*/ getCatalog(); } catch (error) { console.error(error); } return [a, b];`,
      ),
    ),
  });
});
