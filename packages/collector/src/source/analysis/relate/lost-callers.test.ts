import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const HELPERS = `// @file src/lib/helpers.ts
import { getUser, getOrders, getCatalog } from "./api";
export const first = (id) => getUser(id);
export const second = (id) => getOrders(id);
export const third = () => getCatalog();
`;
const IMPORTS = `import { first, second, third } from "@/lib/helpers";`;

/** The build put the helpers into their caller: no stack shows where they were called. */
const inlined = HELPERS.replace("getUser(id);", "/*A*/ getUser(id);").replace("getOrders(id);", "/*B*/ getOrders(id);");

describe("callers that the build or a returned promise has taken off the stack", () => {
  related({
    "helpers that are called once each, without need": {
      expected: "independent",
      code: `${IMPORTS} export async function GET({ id }) { const a = await first(id); const b = await second(id); return [a, b]; }\n${inlined}`,
    },
    "helpers that are called once each, the later with the answer": {
      expected: "data",
      code: `${IMPORTS} export async function GET({ id }) { const a = await first(id); const b = await second(a.id); return [a, b]; }\n${inlined}`,
    },
    "a call that both went through, of a function that was asked twice": {
      expected: "unknown",
      code: `import { getUser, getOrders } from "@/lib/api";
        async function both(x) { await /*A*/ getUser(x); await /*B*/ getOrders(x); }
        export async function GET(id) { const ask = async (x) => { await /*AB1*/ both(x); }; await /*A2*/ ask(id); const later = ask("b"); for (const task of [later]) await task; }`,
    },
    "helpers that are called once each, the later if the answer says so": {
      expected: "guard",
      code: `${IMPORTS} export async function GET({ id }) { const a = await first(id); if (a.blocked) return null; return [a, await second(id)]; }\n${inlined}`,
    },
    "helpers whose names stand in texts and comments too": {
      expected: "independent",
      code: `${IMPORTS} // first, then second
        export async function GET({ id }) { const a = await first(id); console.log("first"); const b = await second(id); return [a, b]; }\n${inlined}`,
    },
    "a helper that is also drawn": {
      expected: "unknown",
      code: `${IMPORTS} import { first as Second } from "@/lib/helpers"; export async function GET({ id }) { const a = await first(id); const b = await second(id); return [a, b, <Second id={id} />]; }\n${inlined}`,
    },
    "a helper with a second caller": {
      expected: "unknown",
      code: `${IMPORTS} export async function GET({ id }) { const a = await first(id); const b = await second(id); return [a, b]; }
        export async function POST({ id }) { return second((await third()).id); }\n${inlined}`,
    },
    "a helper that is also handed on": {
      expected: "unknown",
      code: `${IMPORTS} export async function GET({ ids, id }) { const a = await first(id); const b = await second(id); return [a, b, ids.map(second)]; }\n${inlined}`,
    },
    "a helper of a module that another file takes whole": {
      expected: "unknown",
      code: `${IMPORTS} export async function GET({ id }) { const a = await first(id); const b = await second(id); return [a, b]; }
// @file src/app/other.ts
import * as helpers from "@/lib/helpers";
export const other = async () => helpers.second((await helpers.third()).id);
${inlined}`,
    },
    "a helper that is exported under another name": {
      expected: "unknown",
      code: `${IMPORTS} export async function GET({ id }) { const a = await first(id); const b = await second(id); return [a, b]; }
// @file src/lib/index.ts
export { second as orders } from "./helpers";
${inlined}`,
    },
    "a route's own export, which the framework calls too": {
      expected: "unknown",
      code: `import { GET } from "./api/route"; export const twice = async (id) => [await GET(id), await first(id)];
import { first } from "@/lib/helpers";
// @file src/app/api/route.ts
import { getOrders } from "@/lib/api";
export const GET = (id) => /*B*/ getOrders(id);
${inlined.replace("/*B*/ ", "")}`,
    },
  });
});
