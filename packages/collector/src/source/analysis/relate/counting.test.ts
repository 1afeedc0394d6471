import { describe } from "vitest";
import { related } from "./testing/cases.ts";

/** A client that keeps count of what it does. */
const counting = (
  state: string,
  counted: string,
  between = "",
  second = '"/c"',
): string => `import { getJson, total } from "./api";
export async function GET(request) { const a = await /*A1*/ getJson("/u"); ${between} const b = await /*B1*/ getJson(${second}); return Response.json({ a, b }); }
// @file src/app/api.ts
${state}
export const total = () => stats.calls;
export async function getJson(path) { const started = Date.now(); const res = await /*AB*/ fetch(process.env.API + path); ${counted} if (!res.ok) throw new Error(path); return await res.json(); }`;

const STATS = `const stats = { calls: 0, ms: 0, log: "" };`;
/** Counts before it asks. */
const first = (body: string): string =>
  counting(STATS, "").replace("const started = Date.now();", `const started = Date.now(); ${body}`);

describe("clients that count", () => {
  related({
    "how often they were asked, and how long that took": {
      expected: "independent",
      code: counting(STATS, "stats.calls += 1; stats.ms += Date.now() - started;"),
    },
    "in a field of their class": {
      expected: "independent",
      code: `class Api { #calls = 0; async get(path) { this.#calls++; const r = await /*AB*/ fetch(path); if (!r.ok) throw new Error(path); return await r.json(); } }
const api = new Api(); export async function GET() { const a = await api./*A1*/ get("/a"); const b = await api./*B1*/ get("/b"); return Response.json({ a, b }); }`,
    },
    "the first one's answer is in what is asked": {
      expected: "data",
      code: counting(STATS, "stats.calls += 1;", "", '"/c/" + a.id'),
    },
    "somebody looks at the count in between": {
      expected: "needed",
      code: counting(STATS, "stats.calls += 1;", "if (total() > 3) return new Response();"),
    },
    "the count is sent along": {
      expected: "needed",
      code: first("stats.calls += 1; path += '?n=' + stats.calls;"),
    },
    "the count is a limit": {
      expected: "needed",
      code: first('if (stats.calls > 9) throw new Error("enough"); stats.calls++;'),
    },
    "the first one looks at what the second counts": {
      expected: "needed",
      code: `let calls = 0; async function one() { const r = await /*A*/ fetch("/a"); console.log(calls); return [await r.json(), calls > 3]; } async function other() { calls++; return await (await /*B*/ fetch("/b")).json(); }
export async function GET() { const a = await /*A1*/ one(); const b = await /*B1*/ other(); return Response.json({ a, b }); }`,
    },
    "the first one sets what the second counts": {
      expected: "needed",
      code: `let calls = 0; async function one() { const r = await /*A*/ fetch("/a"); calls = 0; return r.json(); } async function other() { calls++; return await (await /*B*/ fetch("/b")).json(); }
export async function GET() { const a = await /*A1*/ one(); const b = await /*B1*/ other(); return Response.json({ a, b }); }`,
    },
    "the first one counts what the second sets": {
      expected: "needed",
      code: `let calls = 0; async function one() { const r = await /*A*/ fetch("/a"); calls++; return r.json(); } async function other() { calls = 0; return await (await /*B*/ fetch("/b")).json(); }
export async function GET() { const a = await /*A1*/ one(); const b = await /*B1*/ other(); return Response.json({ a, b }); }`,
    },
    "what the first one said is counted": {
      expected: "needed",
      code: `const sum = { n: 0 }; const ask = async (path) => await (await /*AB*/ fetch(path)).json();
export async function GET() { const a = await /*A1*/ ask("/a"); sum.n += a.items - 1; const b = await /*B1*/ ask("/b?" + sum.n); return Response.json({ a, b }); }`,
    },
    "texts that are put one after the other": {
      expected: "needed",
      code: counting(STATS, "stats.log += path;"),
    },
  });
});
