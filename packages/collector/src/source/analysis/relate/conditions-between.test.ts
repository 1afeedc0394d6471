import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const IMPORTS = `import { getUser, getOrders, getCatalog, getCart, getFlags } from "@/lib/api";`;
const page = (body: string, more = ""): string => `${IMPORTS}
export default async function Page({ params, searchParams }) {
  const { id } = await params;
${body}
}
${more}`;

describe("conditions, returns and throws in between", () => {
  related({
    "early return on the answer": {
      expected: "guard",
      code: page(`const u = await /*A*/ getUser(id); if (!u) return null; return await /*B*/ getCatalog();`),
    },
    "notFound on the answer": {
      expected: "guard",
      code: `import { notFound } from "next/navigation"; ${page(`const u = await /*A*/ getUser(id); if (!u) notFound(); return await /*B*/ getCatalog();`)}`,
    },
    "redirect on a field": {
      expected: "guard",
      code: `import { redirect } from "next/navigation"; ${page(`const { role } = await /*A*/ getUser(id); if (role !== "admin") redirect("/"); return await /*B*/ getCatalog();`)}`,
    },
    "throw on the answer": {
      expected: "guard",
      code: page(
        `const u = await /*A*/ getUser(id); if (u.blocked) throw new Error("blocked"); return await /*B*/ getCatalog();`,
      ),
    },
    "throw on a failed response": {
      expected: "independent",
      failFast: true,
      code: page(
        `const r = await /*A*/ fetch("/a"); if (!r.ok) throw new Error("a " + r.status); const c = await /*B*/ getCatalog(); return [await r.json(), c];`,
      ),
    },
    "notFound on a 404": {
      expected: "guard",
      code: `import { notFound } from "next/navigation"; ${page(`const r = await /*A*/ fetch("/a"); if (r.status === 404) notFound(); return await /*B*/ getCatalog();`)}`,
    },
    "not ok is not found": {
      expected: "guard",
      code: `import { notFound } from "next/navigation"; ${page(`const r = await /*A*/ fetch("/a"); if (!r.ok) notFound(); return await /*B*/ getCatalog();`)}`,
    },
    ternary: {
      expected: "guard",
      code: page(`const u = await /*A*/ getUser(id); const c = u.vip ? await /*B*/ getCatalog() : null; return c;`),
    },
    and: {
      expected: "guard",
      code: page(`const u = await /*A*/ getUser(id); const c = u.vip && (await /*B*/ getCatalog()); return c;`),
    },
    nullish: { expected: "guard", code: page(`return (await /*A*/ getUser(id)) ?? (await /*B*/ getCatalog());`) },
    "if around B": {
      expected: "guard",
      code: page(`const u = await /*A*/ getUser(id); let c; if (u.vip) { c = await /*B*/ getCatalog(); } return c;`),
    },
    "else around B": {
      expected: "guard",
      code: page(
        `const u = await /*A*/ getUser(id); let c; if (u.vip) c = 1; else c = await /*B*/ getCatalog(); return c;`,
      ),
    },
    "switch around B": {
      expected: "guard",
      code: page(
        `const u = await /*A*/ getUser(id); switch (u.plan) { case "pro": return await /*B*/ getCatalog(); default: return null; }`,
      ),
    },
    "switch that returns": {
      expected: "guard",
      code: page(
        `const u = await /*A*/ getUser(id); switch (u.plan) { case "none": return null; } return await /*B*/ getCatalog();`,
      ),
    },
    "labelled break": {
      expected: "guard",
      code: page(
        `work: { const u = await /*A*/ getUser(id); if (!u.vip) break work; await /*B*/ getCatalog(); } return 1;`,
      ),
    },
    "break inside a switch inside a loop": {
      expected: "guard",
      code: page(
        `outer: for (const x of [1, 2]) { const u = await /*A*/ getUser(id); switch (u.k) { case 1: continue outer; } await /*B*/ getCatalog(); } return 1;`,
      ),
    },
    "caught, then went on": {
      expected: "independent",
      code: page(
        `let u = null; try { u = await /*A*/ getUser(id); } catch (e) { console.error(e); } const c = await /*B*/ getCatalog(); return [u, c];`,
      ),
    },
    "caught, then left": {
      expected: "independent",
      failFast: true,
      code: page(
        `let u; try { u = await /*A*/ getUser(id); } catch { return null; } const c = await /*B*/ getCatalog(); return [u, c];`,
      ),
    },
    "only when A failed": {
      expected: "guard",
      code: page(`try { return await /*A*/ getUser(id); } catch { return await /*B*/ getCatalog(); }`),
    },
    "after a returning attempt": {
      expected: "guard",
      code: page(
        `try { return await /*A*/ getUser(id); } catch (e) { console.error(e); } return await /*B*/ getCatalog();`,
      ),
    },
    "in finally": {
      expected: "needed",
      code: page(
        `let u; try { u = await /*A*/ getUser(id); } finally { await /*B*/ fetch("/unlock?" + u); } return u;`,
      ),
    },
    "both in one try": {
      expected: "independent",
      code: page(
        `try { const u = await /*A*/ getUser(id); const c = await /*B*/ getCatalog(); return [u, c]; } catch (e) { return null; }`,
      ),
    },
    "the caught error decides": {
      expected: "needed",
      code: page(
        `let code = 0; try { await /*A*/ getUser(id); } catch (e) { code = e.status; } return await /*B*/ getOrders(code);`,
      ),
    },
    "catch callback decides": {
      expected: "guard",
      code: page(
        `const u = await /*A*/ getUser(id).catch(() => null); if (!u) return null; return await /*B*/ getCatalog();`,
      ),
    },
    "catch callback with default": {
      expected: "independent",
      code: page(
        `const u = await /*A*/ getUser(id).catch(() => null); const c = await /*B*/ getCatalog(); return [u, c];`,
      ),
    },
    "a flag asked first": {
      expected: "guard",
      code: page(
        `const flags = await /*A*/ getFlags(); const c = flags.shop ? await /*B*/ getCatalog() : []; return c;`,
      ),
    },
    "throw in forEach": {
      expected: "guard",
      code: page(
        `const list = await /*A*/ getOrders(id); list.forEach((o) => { if (o.bad) throw new Error("bad"); }); return await /*B*/ getCatalog();`,
      ),
    },
    "assert on the answer": {
      expected: "guard",
      code: `import assert from "node:assert"; ${page(`const u = await /*A*/ getUser(id); assert(u.ok); return await /*B*/ getCatalog();`)}`,
    },
    "assert of the project": {
      expected: "guard",
      code: page(
        `const u = await /*A*/ getUser(id); mustHave(u); return await /*B*/ getCatalog();`,
        `function mustHave(x) { if (!x.name) throw new Error("no name"); }`,
      ),
    },
    "a condition that does not rest on A": {
      expected: "independent",
      code: page(
        `const u = await /*A*/ getUser(id); if (searchParams.q) return u; const c = await /*B*/ getCatalog(); return [u, c];`,
      ),
    },
    "the count decides": {
      expected: "guard",
      code: page(
        `const list = await /*A*/ getOrders(id); if (list.length === 0) return []; return await /*B*/ getCatalog();`,
      ),
    },
  });
});
