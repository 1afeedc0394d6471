import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const page = (body: string, more = ""): string => `import { getUser, getOrders, getCatalog } from "@/lib/api";
${more}
export default async function Page({ params, id }) {
${body}
}`;

describe("leaving because a request failed", () => {
  related({
    "a later request that was given the answer fails": {
      expected: "independent",
      failFast: true,
      code: page(`const user = await /*A*/ getUser(id);
        const res = await fetch("/orders?user=" + user.id);
        if (!res.ok) throw new Error("orders");
        const catalog = await /*B*/ getCatalog();
        return [user, await res.json(), catalog];`),
    },
    "one that is only asked when the answer says so fails": {
      expected: "independent",
      failFast: true,
      code: page(`const user = await /*A*/ getUser(id);
        if (user.member) { const res = await fetch("/points"); if (!res.ok) throw new Error("points"); }
        const catalog = await /*B*/ getCatalog();
        return [user, catalog];`),
    },
    "the other branch of a success": {
      expected: "independent",
      failFast: true,
      code: page(`const res = await /*A*/ fetch("/a"); let a;
        if (res.ok) { a = await res.json(); } else { throw new Error("a"); }
        return [a, await /*B*/ getCatalog()];`),
    },
    "its status by number": {
      expected: "independent",
      failFast: true,
      code: page(
        `const user = await /*A*/ getUser(id); const res = await fetch("/o/" + user.id); if (res.status >= 400) throw new Error("o"); return [user, await /*B*/ getCatalog()];`,
      ),
    },
    "what a failed request says decides": {
      expected: "needed",
      code: page(
        `const res = await /*A*/ fetch("/a"); if (!res.ok) { const said = await res.json(); if (said.fatal) throw new Error("a"); } return await /*B*/ getCatalog();`,
      ),
    },
    "B is asked only when the later request worked": {
      expected: "needed",
      code: page(
        `const user = await /*A*/ getUser(id); const res = await fetch("/o/" + user.id); return res.ok ? await /*B*/ getCatalog() : null;`,
      ),
    },
    "not found is an answer": {
      expected: "needed",
      code: `import { notFound } from "next/navigation"; ${page(
        `const user = await /*A*/ getUser(id); const res = await fetch("/o/" + user.id); if (res.status === 404) notFound(); return await /*B*/ getCatalog();`,
      )}`,
    },
    "`ok` of something that is no answered request": {
      expected: "guard",
      code: page(
        `const form = { ok: params.q !== "" }; const user = await /*A*/ getUser(id); if (user.strict) { if (!form.ok) throw new Error("form"); } return await /*B*/ getCatalog();`,
      ),
    },
  });
});
