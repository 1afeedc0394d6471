import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const CLIENT = `class Client {
  constructor(token) { this.token = token; }
  first() { return this.get("/a"); }
  second() { return this.get("/b"); }
  async get(path) { const r = await /*AB*/ fetch("http://u" + path, { headers: this.headers() }); if (!r.ok) throw new Error(path); return r.json(); }
  headers() { return { authorization: this.token }; }
}`;
const WRAPPER = `export function route(handler) {
  return async (request, extra) => {
    const client = new Client(request.cookies.get("sid"));
    try { return Response.json(await /*AB2*/ handler({ request, client, params: await extra.params })); }
    catch (error) { return Response.json({ error: error.message }, { status: 500 }); }
  };
}`;
const KEEPING = CLIENT.replace(
  "return r.json();",
  "const said = await r.json(); this.token = said.token; return said;",
);

function app(handler: string, client: string = CLIENT): string {
  return `// @file src/app/api/both/route.ts\nimport { route } from "@/server/route";\n${handler}\n// @file src/server/route.ts\n${client}\n${WRAPPER}`;
}

const both = "const a = await client./*A1*/ first(); const b = await client./*B1*/ second(); return { a, b };";

describe("handlers that a wrapper gives what they work with", () => {
  related({
    "a client with a method of its own between": {
      expected: "independent",
      code: app(`export const GET = route(async ({ client }) => { ${both} });`),
    },
    "a client that keeps what it was told": {
      expected: "needed",
      code: app(`export const GET = route(async ({ client }) => { ${both} });`, KEEPING),
    },
    "a client, asked for what the first one said": {
      expected: "data",
      code: app(
        `export const GET = route(async ({ client }) => { const a = await client./*A1*/ first(); const b = await client./*B1*/ second(a.id); return { a, b }; });`,
        CLIENT.replace("second()", "second(id)").replace(`"/b"`, `"/b/" + id`),
      ),
    },
  });
});
