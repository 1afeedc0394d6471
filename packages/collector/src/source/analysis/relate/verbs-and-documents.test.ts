import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const CLIENT = `import createClient from "openapi-fetch"; const client = createClient({ baseUrl: "http://u" });`;
const typed = (first: string, later: string): string =>
  `${CLIENT} export async function GET() { const { data: a } = await client./*A*/ ${first}("/a"); const { data: b } = await client./*B*/ ${later}("/b"); return Response.json([a, b]); }`;
const documents = (first: string): string => `const gql = String.raw;
async function request(query, variables) { const r = await /*AB*/ fetch("http://u/graphql", { method: "POST", body: JSON.stringify({ query, variables }) }); if (!r.ok) throw new Error("failed"); return r.json(); }
const First = gql\`${first}\`; const Later = gql\`query Later { b { id } }\`;
export async function GET() { const a = await /*A1*/ request(First, { id: 1 }); const b = await /*B1*/ request(Later, {}); return Response.json([a, b]); }`;

describe("what a call's name or its document says it does", () => {
  related({
    "methods of HTTP that read": { expected: "independent", code: typed("GET", "GET") },
    "a method that changes, before one that reads": { expected: "ordered", code: typed("POST", "GET") },
    "a method that changes, behind one that reads": { expected: "ordered", code: typed("GET", "DELETE") },
    "documents marked by String.raw": {
      expected: "independent",
      code: documents("query First($id: ID!) { a(id: $id) { id } }"),
    },
    "a change marked by String.raw": {
      expected: "ordered",
      code: documents("mutation First($id: ID!) { a(id: $id) { id } }"),
    },
    "a document that String.raw leaves as it was written": {
      expected: "ordered",
      code: documents(String.raw`\u0071uery First { a { id } }`),
    },
  });
});
