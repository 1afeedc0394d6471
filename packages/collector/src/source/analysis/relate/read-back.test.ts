import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const page = (body: string): string => `import { getUser, getOrders, getCatalog } from "@/lib/api";
async function put(path) { const res = await fetch(path, { method: "PUT" }); if (!res.ok) throw new Error(path); }
async function store(id) { await put("/orders/" + id); return await /*B*/ getOrders(id); }
export async function POST({ id }) { ${body} }`;

describe("what is read back behind a write that is not to be made where A fails", () => {
  related({
    "by a helper": { expected: "ordered", code: page("await /*A*/ getUser(id); return await /*B1*/ store(id);") },
    "in the same function": {
      expected: "ordered",
      code: page('await /*A*/ getUser(id); await put("/x"); return await /*B*/ getCatalog();').replace(
        "return await /*B*/ getOrders",
        "return await getOrders",
      ),
    },
    "with the write in front of A": {
      expected: "independent",
      code: page('await put("/x"); await /*A*/ getUser(id); return await /*B*/ getCatalog();').replace(
        "return await /*B*/ getOrders",
        "return await getOrders",
      ),
    },
  });
});
