import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const page = (body: string, more = ""): string => `import { getUser, getOrders, getCatalog } from "@/lib/api";
${more}
export default async function Page({ params, id }) {
${body}
}`;

describe("objects of the runtime that keep what they are told", () => {
  related({
    "a URL built up between, of nothing that was answered": {
      expected: "independent",
      code: page(
        `const url = new URL("http://api/c"); const user = await /*A*/ getUser(id); url.searchParams.set("page", "2"); url.searchParams.append("q", params.q); const c = await /*B*/ fetch(url); return [user, c];`,
      ),
    },
    "headers and a form of each": {
      expected: "independent",
      code: page(
        `const user = await /*A*/ getUser(id); const headers = new Headers(); headers.set("accept", "text/plain"); const form = new FormData(); form.append("user", user.id); const c = await /*B*/ fetch("/c", { headers }); return [form, c];`,
      ),
    },
    "a setting of the process that is a text": {
      expected: "independent",
      code: page(
        `const user = await /*A*/ getUser(id); const c = await /*B*/ fetch(process.env.API.replace("v1", "v2") + "/c"); return [user, c];`,
      ),
    },
    "one URL for both, and B's function changes it": {
      expected: "needed",
      code: page(
        `const url = new URL("http://api/c"); const load = async (n) => { url.searchParams.set("page", n); return fetch(url); }; const a = await /*A*/ load("1"); const b = await /*B*/ load("2"); return [a, b];`,
      ),
    },
    "B's function changes the URL that A asks": {
      expected: "needed",
      code: page(
        `const url = new URL("http://api/c"); const next = async () => { url.pathname = "/d"; return fetch(url); }; const a = await /*A*/ fetch(url); const b = await /*B*/ next(); return [a, b];`,
      ),
    },
    "the answer goes into headers": {
      expected: "data",
      code: page(
        `const headers = new Headers(); const user = await /*A*/ getUser(id); headers.set("x-user", user.id); return await /*B*/ fetch("/c", { headers });`,
      ),
    },
    "an object that is called env, of a platform": {
      expected: "needed",
      code: `export async function GET({ platform, params }) { await /*A*/ platform.env.DB.prepare("insert into a values (1)").run(); return await /*B*/ platform.env.DB.prepare("select 1").all(); }`,
    },
  });
});

describe("what a whole object is made into", () => {
  related({
    "A sends all of an object, and B's function changes it": {
      expected: "needed",
      code: page(
        `const filter = { page: 1, q: params.q }; const list = async () => fetch("/c", { headers: { filter: JSON.stringify(filter) } }); const next = async () => { filter.page = 2; return list(); }; const a = await /*A*/ list(); const b = await /*B*/ next(); return [a, b];`,
      ),
    },
    "A sends how many there are, and B's function adds one": {
      expected: "needed",
      code: page(
        `const seen = []; const count = async () => fetch("/c?n=" + seen.length); const add = async () => { seen.push(params.q); return fetch("/d"); }; const a = await /*A*/ count(); const b = await /*B*/ add(); return [a, b, seen];`,
      ),
    },
    "A's failing chooses what is written to": {
      expected: "needed",
      code: page(
        `const base = { q: params.q }; const found = await /*A*/ getUser(id).catch(() => base); found.note = params.note; return await /*B*/ fetch("/c?x=" + JSON.stringify(base));`,
      ),
    },
    "A's answer chooses which list grows": {
      expected: "needed",
      code: page(
        `const [left, right] = [[], []]; const user = await /*A*/ getUser(id); (user.left ? left : right).push(params.q); return await /*B*/ fetch("/c?x=" + left.join());`,
      ),
    },
  });
});
