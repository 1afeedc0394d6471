import { describe, expect, it } from "vitest";
import { reconcile } from "./reconcile.ts";

const keyOf = (row: { key: string }): string => row.key;
const row = (key: string, wait: number): { key: string; wait: number } => ({ key, wait });

describe("reconcile", () => {
  const shown = [row("a", 3), row("b", 2), row("c", 1)];

  it("takes new numbers in place", () => {
    const fresh = [row("a", 9), row("b", 8), row("c", 7)];
    expect(reconcile(shown, fresh, keyOf)).toEqual({ rows: fresh, waiting: 0 });
  });

  it("keeps the order while rows overtake each other, and counts them", () => {
    const result = reconcile(shown, [row("b", 9), row("a", 8), row("c", 7)], keyOf);
    expect(result.rows.map((one) => `${one.key}${one.wait}`)).toEqual(["a8", "b9", "c7"]);
    expect(result.waiting).toBe(2);
  });

  it("lets rows that came or went wait", () => {
    const result = reconcile(shown, [row("new", 99), row("a", 3), row("c", 1)], keyOf);
    expect(result.rows.map(keyOf)).toEqual(["a", "b", "c"]);
    expect(result.waiting).toBe(2);
  });

  it("does not count rows that only slid down because another came", () => {
    expect(reconcile(shown, [row("new", 9), ...shown], keyOf).waiting).toBe(1);
  });
});
