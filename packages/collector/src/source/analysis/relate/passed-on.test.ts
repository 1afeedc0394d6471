import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const page = (handler: string, before = ""): string => `import { getUser, getOrders, getCatalog } from "@/lib/api";
import { isAxiosError } from "axios";
class NotHere extends Error {}
const isGone = (error) => error instanceof NotHere && error.code === "gone";
let strict = false;
const isStrict = (error) => strict && error.code === "gone";
async function find(id) { ${before} try { return await /*A1*/ getUser(id); } catch (error) { ${handler} } }
export default async function Page({ id }) { const u = await /*A*/ find(id); const o = await /*B*/ getCatalog(); return [u, o]; }`;

const around = (handler: string): string => `import { getUser, getOrders, getCatalog } from "@/lib/api";
export default async function Page({ id }) { const u = await /*A*/ getUser(id); try { await getOrders(id); } catch (error) { ${handler} } return await /*B*/ getCatalog(); }`;

describe("what was caught and goes on as it came", () => {
  related({
    "but for one kind": {
      expected: "independent",
      failFast: true,
      code: page("if (error instanceof NotHere && error.status === 404) return null; throw error;"),
    },
    "but for one kind, by a function": {
      expected: "independent",
      failFast: true,
      code: page("if (isGone(error)) return null; throw error;"),
    },
    "but for one kind, by a package": {
      expected: "independent",
      code: page("if (!isAxiosError(error)) { throw error; } return undefined;"),
    },
    "under a condition that no answer changes": {
      expected: "independent",
      code: page("if (strict) return null; throw error;"),
    },
    "under a condition that asks for something else": {
      expected: "needed",
      code: page("if (isStrict(error)) return null; throw error;"),
    },
    "as another one, by what it says": {
      expected: "needed",
      code: page("if (error.code === 'x') return null; throw new Error('Y');"),
    },
    "after something else was asked": {
      expected: "needed",
      code: page("const other = await getOrders(id); if (other.flag) return null; throw error;"),
    },
    "where A's answer says which failing of another goes on": {
      expected: "needed",
      code: around("if (u.strict) throw error;"),
    },
    "where the failing of another says it": {
      expected: "independent",
      code: around("if (error.status !== 404) throw error;"),
    },
  });

  related({
    "thrown for what A said": {
      expected: "needed",
      code: `import { getUser, getCatalog } from "@/lib/api";
        async function find(id) { try { const u = await /*A1*/ getUser(id); if (u.gone) throw new Gone(); return u; } catch (error) { if (error.code === "x") return null; throw error; } }
        export default async function Page({ id }) { const u = await /*A*/ find(id); return [u, await /*B*/ getCatalog()]; }`,
    },
  });
});
