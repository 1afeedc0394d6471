import { createContextKey, ROOT_CONTEXT } from "@opentelemetry/api";
import { describe, expect, it } from "vitest";
import { isInCall, operationIn, withOperation } from "./context-keys.ts";
import type { LiveOperation } from "./live-root.ts";

const KEY = createContextKey("app");
const op = (sequence: number): LiveOperation => ({ sequence }) as LiveOperation;

describe("the context of a call", () => {
  it("holds the call, and what was in it before", () => {
    const context = withOperation(ROOT_CONTEXT.setValue(KEY, "app"), { op: op(1) });
    expect([operationIn(context)?.sequence, context.getValue(KEY), isInCall(context)]).toEqual([1, "app", true]);
    expect(isInCall(ROOT_CONTEXT)).toBe(false);
  });

  it("keeps the call while others write into it and take from it", () => {
    const context = withOperation(ROOT_CONTEXT, { op: op(1) }).setValue(KEY, "app");
    expect([operationIn(context)?.sequence, context.getValue(KEY)]).toEqual([1, "app"]);
    const without = context.deleteValue(KEY);
    expect([operationIn(without)?.sequence, without.getValue(KEY)]).toEqual([1, undefined]);
  });

  it("of a call within a call holds the inner one, however deep", () => {
    let context = withOperation(ROOT_CONTEXT, { op: op(0) });
    for (let depth = 1; depth <= 100_000; depth += 1)
      context = withOperation(context.setValue(KEY, depth), { op: op(depth) });
    expect([operationIn(context)?.sequence, context.getValue(KEY)]).toEqual([100_000, 100_000]);
  });
});
