import { describe } from "vitest";
import { related } from "./testing/cases.ts";

/** A client that names the reasons in what it gives back; who asked decides what to do about it. */
const RESULTS = `const ok = (value) => ({ ok: true, value }); const err = (tag) => ({ ok: false, tag });
async function ask(path) {
  const response = await fetch("http://api" + path);
  switch (response.status) { case 401: return err("Unauthorized"); case 404: return err("NotFound"); }
  return response.ok ? ok(await response.json()) : err("Upstream");
}
async function must(path) { const result = await ask(path); if (!result.ok) throw new Error(result.tag); return result.value; }`;
const NULLS = `async function find(path) { const r = await fetch("http://api" + path); if (r.status === 404) return null; if (!r.ok) throw new Error("failed"); return r.json(); }
async function must(path) { const found = await find(path); if (found === null) throw new Error(path); return found; }`;

describe("clients that give back why there is no answer", () => {
  related({
    "whoever asked throws, whatever the reason": {
      expected: "independent",
      failFast: true,
      code: `${RESULTS} export async function GET() { const a = await /*A*/ must("/a"); const b = await /*B*/ must("/b"); return [a, b]; }`,
    },
    "whoever asked goes on with what else there is": {
      expected: "independent",
      code: `${RESULTS} export async function GET() { const a = await /*A*/ ask("/a"); const b = await /*B*/ ask("/b"); return [a, b]; }`,
    },
    "whoever asked leaves without an answer": {
      expected: "guard",
      code: `${RESULTS} export async function GET() { const a = await /*A*/ ask("/a"); if (!a.ok) return Response.json({}); const b = await /*B*/ ask("/b"); return [a, b]; }`,
    },
    "whoever asked names the reason too": {
      expected: "guard",
      code: `${RESULTS} export async function GET() { const a = await /*A*/ ask("/a"); if (!a.ok) throw new NotFoundError(); const b = await /*B*/ ask("/b"); return [a, b]; }`,
    },
    "whoever asked looks at the reason": {
      expected: "needed",
      code: `${RESULTS} export async function GET() { const a = await /*A*/ ask("/a"); const b = a.tag === "NotFound" ? null : await /*B*/ ask("/b"); return [a, b]; }`,
    },
    "whoever asked sends the reason on": {
      expected: "data",
      code: `${RESULTS} export async function GET() { const a = await /*A*/ ask("/a"); const b = await /*B*/ ask("/b?" + a.tag); return [a, b]; }`,
    },
    "nothing for a missing thing, and something else instead": {
      expected: "needed",
      code: `${NULLS} export async function GET() { const a = (await /*A*/ find("/a")) ?? (await /*B*/ find("/b")); return [a]; }`,
    },
    "nothing for a missing thing, which ends the request": {
      expected: "guard",
      code: `${NULLS} export async function GET() { const a = await /*A*/ find("/a"); if (!a) return new Response(); const b = await /*B*/ must("/b"); return [a, b]; }`,
    },
    "what fails is caught, and only then": {
      expected: "needed",
      code: `${RESULTS} export async function GET() { try { return await /*A*/ must("/a"); } catch { return await /*B*/ must("/b"); } }`,
    },
  });
});
