import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const IMPORTS = `import { getUser, getOrders, getCatalog, getCart, getFlags } from "@/lib/api";`;
const page = (body: string, more = ""): string => `${IMPORTS}
export default async function Page({ params, searchParams }) {
  const { id } = await params;
${body}
}
${more}`;

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
