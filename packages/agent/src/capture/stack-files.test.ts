import { describe, expect, it } from "vitest";
import { stackFiles } from "./stack-files.ts";

describe("the files of a stack", () => {
  it("are the app's, as its frames spell them", () => {
    const stack = [
      "at load (/app/src/routes/(shop)/[id]/+page.server.ts:8:12)",
      "at async GET (file:///app/build/server/entries/x.js:1:227)",
      "at getJson (file:///app/.next/dev/server/chunks/a.js?id=%5Bproject%5D/lib/b.ts+%5Bapp-route%5D+(ecmascript):3:23)",
      "at C:\\app\\server.js:3:4",
      "at /app/with space/a.js:1:2",
      "at Object.get [as value] (/app/src/routes/(shop)/[id]/+page.server.ts:9:1)",
      "at fetch (/app/node_modules/ofetch/dist/index.mjs:1:1)",
      "at process.processTicksAndRejections (node:internal/process/task_queues:104:5)",
      "at async Promise.all (index 0)",
      "at eval (<anonymous>:1:1)",
      "at Array.map (<anonymous>)",
    ].join("\n");
    expect(stackFiles(stack)).toEqual([
      "/app/src/routes/(shop)/[id]/+page.server.ts",
      "file:///app/build/server/entries/x.js",
      "file:///app/.next/dev/server/chunks/a.js?id=%5Bproject%5D/lib/b.ts+%5Bapp-route%5D+(ecmascript)",
      "C:\\app\\server.js",
      "/app/with space/a.js",
    ]);
  });
});
