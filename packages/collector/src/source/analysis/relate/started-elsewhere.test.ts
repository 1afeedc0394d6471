import { describe } from "vitest";
import { related } from "./testing/cases.ts";

/** Of B only what waits is on the stack: whoever waits need not have started it. */
const later = (start: string, given = "given"): string => `
async function each(item, from) {
  for (const part of from.parts.filter((one) => one.open)) await /*B*/ fetch("/parts/" + part.id);
  return item;
}
export async function GET(q) {
  const given = await /*A*/ fetch("/given/" + q.id).then((r) => r.json());
  ${start.replaceAll("given", given)}
}`;

describe("a call that was started before the one that its stack names", () => {
  related({
    "by a list of promises, with the answer": {
      expected: "needed",
      code: later("const tasks = q.items.map((item) => each(item, given)); return /*B1*/ Promise.all(tasks);"),
    },
    "by a loop, with the answer": {
      expected: "needed",
      code: later(
        "const tasks = []; for (const item of q.items) tasks.push(each(item, given)); return /*B1*/ Promise.all(tasks);",
      ),
    },
    "in an argument, with the answer": {
      expected: "needed",
      code: later("return await /*B1*/ patiently(each(q.item, given));"),
    },
    "by the call itself, without": { expected: "independent", code: later("return await /*B1*/ each(q.item, q);") },
  });
});
