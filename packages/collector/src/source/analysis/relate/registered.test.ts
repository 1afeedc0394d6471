import { describe } from "vitest";
import { related } from "./testing/cases.ts";

/** A client with a list of functions that see every answer; `made` is the list, `more` what else it hands out. */
const client = (more: string = "", fill: string = "see: (seen) => void listeners.push(seen),"): string => `
// @file src/client.ts
export const kept = { headers: {} };
export function createClient(base) {
  const listeners = [];
  const request = async (config) => {
    const response = await fetch(new URL(config.url, base), { headers: config.headers });
    if (!response.ok) throw new Error("failed");
    const data = await response.json();
    for (const listener of listeners) listener(data);
    return { data };
  };
  return { ${fill} ${more} request, get: (url) => request({ url, headers: kept.headers }) };
}
export const client = createClient("http://api");
`;
const ROUTE = `import { client } from "~/client";
export async function GET() { const { data: a } = await /*A*/ client.get("/a"); const { data: b } = await /*B*/ client.get("/b"); return [a, b]; }`;
const KEEPS = `(data) => { kept.headers = { token: data.token }; }`;

describe("lists of functions that modules may fill", () => {
  related({
    "nobody fills it": { expected: "independent", code: ROUTE + client() },
    "another module fills it with what counts": {
      expected: "independent",
      code: `${ROUTE}${client()}
// @file src/setup.ts
import { client } from "./client";
let seen = 0; client.see(() => { seen++; });`,
    },
    "another module fills it with what keeps the answer": {
      expected: "needed",
      code: `${ROUTE}${client()}
// @file src/setup.ts
import { client, kept } from "./client";
client.see(${KEEPS});`,
    },
    "a function of another module fills it, some time": {
      expected: "needed",
      code: `${ROUTE}${client()}
// @file src/setup.ts
import { client, kept } from "./client";
export function setUp() { client.see(${KEEPS}); }`,
    },
    "it is handed out": {
      expected: "needed",
      code: `${ROUTE}${client("listeners,", "")}
// @file src/setup.ts
import { client, kept } from "./client";
client.listeners.push(${KEEPS});`,
    },
    "it begins with something that came from elsewhere": {
      expected: "needed",
      code: `${ROUTE}${client().replace("const listeners = [];", "const listeners = given();").replace("export const kept", 'import { given } from "./gone";\nexport const kept')}`,
    },
  });
});
