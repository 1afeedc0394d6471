import { describe, expect, it } from "vitest";
import { takeStack } from "../capture/stack-trace.ts";
import { redactFrame } from "./frame.ts";

describe("a stack frame", () => {
  it.each([
    "at load (file:///app/src/shop.ts:3:7)",
    "at async Repo.find (/app/(shop)/[id]/page.js:1:2)",
    "at new Client (C:\\app\\client.js:10:20)",
    "at Object.get [as value] (file:///app/a.js:1:2)",
    "at async Promise.all (index 1)",
    "at Array.map (<anonymous>)",
    "at get2FA (/app/x.js:1:2)",
    "at #refresh (/app/x.js:1:2)",
    "at __TURBOPACK__module__evaluation__ (/app/.next/server/chunks/[root-of-the-server]__1f2a._.js:9:1)",
    "at webpack-internal:///(rsc)/./app/page.tsx:5:6",
    "at process.processTicksAndRejections (node:internal/process/task_queues:103:5)",
    "at Object.<anonymous> (evalmachine.<anonymous>:1:1)",
  ])("%s stays as it is", (frame) => {
    expect(redactFrame(frame)).toBe(frame);
  });

  it.each([
    ["at Object.marked-secret (/app/x.js:1:2)", "at Object.~ (/app/x.js:1:2)"],
    ["at marked secret@example.org (/app/x.js:1:2)", "at ~ (/app/x.js:1:2)"],
    ["at Object.cus_9f8e7d6c (/app/x.js:1:2)", "at Object.~ (/app/x.js:1:2)"],
    ["at a.b [as 4111111111111111] (/app/x.js:1:2)", "at a.b [as ~] (/app/x.js:1:2)"],
    ["at run (data:text/javascript,export const key='marked':1:2)", "at run (<anonymous>)"],
    ["at data:text/javascript;base64,bWFya2Vk:1:2", "at <anonymous>"],
    [
      "at eval (eval at marked-secret (/app/x.js:1:2), <anonymous>:3:4)",
      "at eval (eval at <anonymous> (/app/x.js:1:2), <anonymous>)",
    ],
    ["at f (order of marked@example.org:1:2)", "at f (<anonymous>)"],
  ])("%s becomes %s", (frame, redacted) => {
    expect(redactFrame(frame)).toBe(redacted);
  });

  it("of a method whose name is a value does not tell it", () => {
    const secret = "marked 4711-secret";
    const method = { [secret]: () => takeStack(here, 10).text() };
    const here = (): string | undefined => method[secret]?.();
    expect(here()).not.toContain("4711");
  });
});
