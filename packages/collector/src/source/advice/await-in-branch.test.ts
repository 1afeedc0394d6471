import { describe, expect, it } from "vitest";
import { patched } from "./testing/patched.ts";
import { runModule } from "./testing/run-module.ts";

const route = (body: string): string =>
  `import { getA, getB } from "../lib/api";\n\nexport async function GET(id, wide) {\n${body}\n}\n`;

const late = (code: string): ReturnType<typeof patched> =>
  patched({ kind: "late-await", code, calls: ["getA(", "getB("], together: [[0, 1]] });

const WIDE = `  const a = await getA(id);
  const limit = 3;
  if (wide) {
    return { a, limit };
  }
  const b = await getB(id);
  return { b };`;

describe("an answer that one branch uses", () => {
  it("is asked for there", () => {
    const outcome = late(route(WIDE));
    if (typeof outcome === "string") throw new Error(outcome);
    expect(outcome.code).toBe(
      route(`  const limit = 3;
  if (wide) {
    const a = await getA(id);
    return { a, limit };
  }
  const b = await getB(id);
  return { b };`),
    );
  });

  it.each([true, false])("gives the same result, and sooner where the branch is not taken: %s", async (wide) => {
    const outcome = late(route(WIDE));
    if (typeof outcome === "string") throw new Error(outcome);
    const scenario = {
      failing: new Set<string>(),
      durations: new Map([
        ["getA", 2],
        ["getB", 1],
      ]),
      throwing: false,
    };
    const was = await runModule(route(WIDE), ["7", wide], scenario);
    const is = await runModule(outcome.code, ["7", wide], scenario);
    expect(JSON.stringify(is.outcome)).toBe(JSON.stringify(was.outcome));
    expect([was.elapsed, is.elapsed]).toEqual(wide ? [2, 2] : [3, 1]);
  });

  const STAYS: Readonly<Record<string, readonly [string, string]>> = {
    "used behind the branch too": [
      "const a = await getA(id); if (wide) { return a; } const b = await getB(id); return [a, b];",
      "advice.await-later",
    ],
    "decides about the branch": [
      "const a = await getA(id); if (a.wide) { return a; } return await getB(id);",
      "advice.await-later",
    ],
    "something is written between": [
      "const a = await getA(id); seen.last = id; if (wide) { return a; } return await getB(id);",
      "advice.write-between",
    ],
    "another call stands between": [
      "const a = await getA(id); note(id); if (wide) { return a; } return await getB(id);",
      "advice.opaque-call-between",
    ],
    "an argument is assigned again": [
      "const a = await getA(id); id = 2; if (wide) { return a; } return await getB(id);",
      "advice.binding-reassigned",
    ],
    "the branch's condition calls something": [
      "const a = await getA(id); if (isWide(id)) { return a; } return await getB(id);",
      "advice.opaque-call-between",
    ],
  };
  it.each(Object.entries(STAYS))("stays where it is: %s", (_name, [body, expected]) => {
    expect(late(route(`  ${body}`))).toBe(expected);
  });
});
