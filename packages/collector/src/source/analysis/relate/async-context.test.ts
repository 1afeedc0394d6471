import { describe } from "vitest";
import { related } from "./testing/cases.ts";

const stored = (body: string, more = ""): string => `
import { AsyncLocalStorage } from "node:async_hooks";
const scope = new AsyncLocalStorage();
export const inShard = (shard, work) => scope.run({ shard }, work);
const call = async (path) => {
  const shard = scope.getStore()?.shard;
  const response = await /*AB*/fetch("http://api" + path, { headers: { ...(shard !== undefined && { "x-shard": shard }) } });
  if (!response.ok) throw new Error(path);
  return response.json();
};
${more}
export async function GET({ id }) { ${body} }`;

describe("what the requests of one context share", () => {
  related({
    "read by both": {
      expected: "independent",
      code: stored(`const a = await /*A1*/call("/a/" + id); const b = await /*B1*/call("/b/" + id); return [a, b];`),
    },
    "the later one in a context of its own": {
      expected: "independent",
      code: stored(
        `const a = await /*A1*/call("/a/" + id); const b = await inShard("eu", () => /*B1*/call("/b/" + id)); return [a, b];`,
      ),
    },
    "the later one in a context made of the answer": {
      expected: "needed",
      code: stored(
        `const a = await /*A1*/call("/a/" + id); const b = await inShard(a.shard, () => /*B1*/call("/b/" + id)); return [a, b];`,
      ),
    },
    "entered with the answer": {
      expected: "needed",
      code: stored(
        `const a = await /*A1*/call("/a/" + id); scope.enterWith({ shard: a.shard }); const b = await /*B1*/call("/b/" + id); return [a, b];`,
      ),
    },
    "entered with the answer by whoever asks": {
      expected: "needed",
      code: stored(
        `const a = await first(id); const b = await /*B1*/call("/b/" + id); return [a, b];`,
        `const first = async (id) => { const a = await /*A1*/call("/a/" + id); scope.enterWith(a); return a; };`,
      ).replace("await first(id)", "await /*A2*/first(id)"),
    },
    "the answer written into what is shared": {
      expected: "needed",
      code: stored(
        `const a = await /*A1*/call("/a/" + id); scope.getStore().shard = a.shard; const b = await /*B1*/call("/b/" + id); return [a, b];`,
      ),
    },
    "only in a context that the answer chose": {
      expected: "needed",
      code: stored(
        `const a = await /*A1*/call("/a/" + id); if (a.shard) scope.enterWith({ shard: "eu" }); const b = await /*B1*/call("/b/" + id); return [a, b];`,
      ),
    },
  });
});
