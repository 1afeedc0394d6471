import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const HTTP = `import axios, { AxiosError } from "axios"; import { notFound } from "next/navigation"; const http = axios.create({ baseURL: "http://u" });
class ApiError extends Error { static of(error) { return new ApiError("status " + error.response.status); } }`;
const RETHROW = `function rethrow(error) { if (error instanceof AxiosError && error.response) throw ApiError.of(error); throw error; }`;
const both = `export async function GET() { const a = await /*A1*/ ask("/a"); const b = await /*B1*/ ask("/b"); return Response.json([a, b]); }`;
const inTry = (handler: string): string =>
  `async function ask(path) { try { const { data } = await http./*AB*/ get(path); return data; } catch (error) { ${handler} } } ${both}`;
const inCatch = (handler: string): string =>
  `async function ask(path) { const { data } = await http./*AB*/ get(path).catch(${handler}); return data; } ${both}`;

/** What is kept of the first answer is that there was one. */
const told = (helper: string): string =>
  `${HTTP} ${helper} export async function GET() { const up = await http./*A*/ get("/a").then(() => "yes").catch((error) => rethrow(error)); const b = await http./*B*/ get("/b?up=" + up); return Response.json([b]); }`;

describe("handlers that leave it to another function to throw", () => {
  related({
    "by giving back what it gives": {
      expected: "independent",
      code: `${HTTP} ${RETHROW} ${inTry("return rethrow(error);")}`,
    },
    "by calling it last": { expected: "independent", code: `${HTTP} ${RETHROW} ${inTry("rethrow(error);")}` },
    "in one expression": {
      expected: "independent",
      code: `${HTTP} ${RETHROW} ${inCatch("(error) => rethrow(error)")}`,
    },
    "by way of another": {
      expected: "independent",
      code: `${HTTP} ${RETHROW} function failed(error) { console.warn(error); return rethrow(error); } ${inCatch("(error) => failed(error)")}`,
    },
    "which says of one failure that there is nothing": {
      expected: "guard",
      code: `${HTTP} function rethrow(error) { if (error.response?.status === 404) notFound(); throw error; } ${inTry("return rethrow(error);")}`,
    },
    "for what was said as well": {
      expected: "guard",
      code: `${HTTP} ${RETHROW} export async function GET() { let a; try { ({ data: a } = await http./*A*/ get("/a")); if (a.role !== "admin") throw new Error("no"); } catch (error) { rethrow(error); } const b = await http./*B*/ get("/b"); return Response.json([a, b]); }`,
    },
    "and one that throws for what was said": {
      expected: "guard",
      code: `${HTTP} function deny(user) { if (user.name) throw new Error(user.name); throw new Error("nobody"); } export async function GET() { const { data: a } = await http./*A*/ get("/a"); if (!a.admin) deny(a); const b = await http./*B*/ get("/b"); return Response.json([a, b]); }`,
    },
    "to one that goes on for some failures": {
      expected: "needed",
      code: told("function rethrow(error) { if (error.response) return 'no'; throw error; }"),
    },
    "to one that nobody waits for": {
      expected: "needed",
      code: told("async function tell(error) { throw error; } function rethrow(error) { tell(error); }"),
    },
    "to one of the same name that it was given": {
      expected: "needed",
      code: told(`${RETHROW} function tell(error, rethrow) { return rethrow(error); }`).replace(
        "=> rethrow(error)",
        "=> tell(error, () => 'no')",
      ),
    },
  });
});
