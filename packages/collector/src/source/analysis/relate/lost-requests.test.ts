import { describe } from "vitest";
import { related } from "./testing/cases.ts";

/** A client that does more than throw where its request failed. */
const client = (behind: string): string => `
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  async function ask(path) { for (let attempt = 1; ; attempt++) { const res = await fetch(path); ${behind} } }
  export default async function Page({ id }) { const u = await /*A*/ ask("/u"); const o = await /*B*/ ask("/o"); return [u, o]; }`;
const once = (behind: string): string => `
  async function ask(path) { const res = await fetch(path); ${behind} }
  export default async function Page({ id }) { const u = await /*A*/ ask("/u"); const o = await /*B*/ ask("/o"); return [u, o]; }`;

describe("what stands behind `if (res.ok) return`", () => {
  related({
    "asks again or throws, by what the failed request said": {
      expected: "independent",
      failFast: true,
      code: client(
        "if (res.ok) return res.json(); const { again } = await res.json(); if (!again || attempt > 3) throw new Error(path); await pause(10 * attempt);",
      ),
    },
    "throws one thing or another": {
      expected: "independent",
      failFast: true,
      code: once(
        "if (res.ok) return res.json(); const said = await res.json(); if (said.code > 3) throw new Error(said.code); throw new Error(path);",
      ),
    },
    "throws for some reason, and otherwise goes on": {
      expected: "needed",
      code: once(
        "if (res.ok) return res.json(); const said = await res.json(); if (said.fatal) throw new Error(path);",
      ),
    },
    "gives something else for some reason": {
      expected: "needed",
      code: once(
        "if (res.ok) return res.json(); const said = await res.json(); if (said.empty) return []; throw new Error(path);",
      ),
    },
    "leaves the loop for some reason": {
      expected: "needed",
      code: client(
        "if (res.ok) return res.json(); const said = await res.json(); if (said.enough) break; throw new Error(path);",
      ),
    },
    "asks another whether to ask again": {
      expected: "needed",
      code: `async function ask(path) { for (;;) { const res = await /*B*/ fetch(path); if (res.ok) return res.json(); const rules = await /*A*/ fetch("/rules"); const { stop } = await rules.json(); if (stop) throw new Error(path); } }
        export const GET = (path) => ask(path);`,
    },
    "names the reason": {
      expected: "guard",
      code: once(
        "if (res.ok) return res.json(); if (res.status === 404) throw new NotFoundError(); throw new Error(path);",
      ),
    },
  });
});

const waits = (promise: string): string => `import { getUser, getOrders, getCatalog } from "@/lib/api";
  export default async function Page({ id }) { const u = await /*A*/ getUser(id); for (const one of u.items) await ${promise}; return await /*B*/ getCatalog(); }`;

describe("a pause", () => {
  related({
    "is over whatever A said": {
      expected: "independent",
      code: waits("new Promise((resolve) => setTimeout(resolve, 5))"),
    },
    "is over whatever A said, by a function": {
      expected: "independent",
      code: waits("new Promise((done) => { setTimeout(() => done(), 5); })"),
    },
    "is over where A said so": {
      expected: "needed",
      code: waits("new Promise((resolve) => setTimeout(() => { if (one.flag) resolve(); }, 5))"),
    },
    "may never be over": {
      expected: "needed",
      code: waits("new Promise((resolve, reject) => setTimeout(one.flag ? resolve : reject, 5))"),
    },
  });
});

const rounds = (helper: string): string => `${helper}
  export default async function Page({ ids }) { const all = []; for (const id of ids) all.push(await /*AB1*/ ask("/one/" + id)); return all; }`;

describe("a loop within a loop", () => {
  related({
    "that comes around where the request failed": {
      expected: "independent",
      kind: "loop",
      code: rounds(
        "async function ask(path) { for (let n = 0; ; n++) { const res = await /*AB*/ fetch(path); if (res.ok) return res.json(); if (n > 2) throw new Error(path); } }",
      ),
    },
    "that comes around until the answer says so": {
      expected: "needed",
      code: rounds(
        "async function ask(path) { for (;;) { const res = await /*AB*/ fetch(path); const said = await res.json(); if (said.done) return said; } }",
      ),
    },
    "that comes around for another page": {
      expected: "needed",
      code: rounds(
        "async function ask(path) { let at = path; for (;;) { const res = await /*AB*/ fetch(at); if (!res.ok) return null; const said = await res.json(); if (!said.next) return said; at = said.next; } }",
      ),
    },
  });
});
