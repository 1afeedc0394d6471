import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_FRAMES, parseStack } from "./stack.ts";

describe("parseStack", () => {
  it("reads what the frameworks print", () => {
    const stack = [
      "Error",
      "    at n (/srv/.next/server/chunks/[root-of-the-server]__17y_32nkfi370._.js:1:1227)",
      "    at async Repo.find [as load] (file:///app/build/server/entries/x.js:12:3)",
      "    at async Promise.all (index 0)",
      "    at Array.map (<anonymous>)",
      "    at C:\\app\\src\\x.ts:4:9",
      "    at async file:///C:/app/y.ts?t=171:5:1",
      "    at Page (/srv/app/(shop)/[id]/page.js:7:62)",
      "    at /srv/app/(shop)/page.js:8:1",
      "    at new Client (webpack-internal:///(rsc)/./lib/client.ts:3:5)",
      "    at eval (eval at run (eval at boot (/srv/loader.js:9:2)), <anonymous>:3:4)",
      "    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
    ].join("\n");
    expect(
      parseStack(stack).map(({ file, line, column, function: name, async }) => [name, file, line, column, async]),
    ).toEqual([
      ["n", "/srv/.next/server/chunks/[root-of-the-server]__17y_32nkfi370._.js", 1, 1227, false],
      ["Repo.find", "file:///app/build/server/entries/x.js", 12, 3, true],
      [undefined, "C:\\app\\src\\x.ts", 4, 9, false],
      [undefined, "file:///C:/app/y.ts?t=171", 5, 1, true],
      ["Page", "/srv/app/(shop)/[id]/page.js", 7, 62, false],
      [undefined, "/srv/app/(shop)/page.js", 8, 1, false],
      ["Client", "webpack-internal:///(rsc)/./lib/client.ts", 3, 5, false],
      [undefined, "/srv/loader.js", 9, 2, false],
      ["process.processTicksAndRejections", "node:internal/process/task_queues", 105, 5, false],
    ]);
  });

  it("keeps which member of a Promise.all the next frame waits for", () => {
    const stack = [
      "    at request (/srv/api.js:9:1)",
      "    at async Promise.all (index 2)",
      "    at async GET (/srv/route.js:4:3)",
      "    at async handler (/srv/next.js:1:1)",
    ].join("\n");
    expect(parseStack(stack).map(({ member }) => member)).toEqual([undefined, 2, undefined]);
  });

  it("is bounded: depth, line length and lines", () => {
    const deep = Array.from({ length: 500 }, (_, index) => `    at f${index} (/a.js:1:${index + 1})`).join("\n");
    expect(parseStack(deep)).toHaveLength(MAX_FRAMES);
    expect(parseStack(`    at f (/${"x".repeat(5000)}.js:1:1)\n    at g (/b.js:1:1)`)).toHaveLength(1);
    expect(parseStack(`${"noise\n".repeat(1000)}    at g (/b.js:1:1)`)).toHaveLength(0);
  });

  it("answers anything", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        for (const frame of parseStack(`    at ${text}`)) expect(Number.isInteger(frame.line)).toBe(true);
      }),
    );
  });
});
