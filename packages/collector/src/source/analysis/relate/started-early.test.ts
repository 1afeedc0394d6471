import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const IMPORTS = `import { getUser, getOrders, getCatalog, getCart, getFlags } from "@/lib/api";`;
const page = (body: string, more = ""): string => `${IMPORTS}
export default async function Page({ params, searchParams }) {
  const { id } = await params;
${body}
}
${more}`;

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
