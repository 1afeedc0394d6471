import { expect, it } from "vitest";
import { isMet, measureOf } from "./measure.ts";

it("the middle of the rounds, between two where their number is even, and their ends", () => {
  expect(measureOf("a", "ms", [9, 1, 4])).toMatchObject({ median: 4, low: 1, high: 9, rounds: 3 });
  expect(measureOf("a", "ms", [9, 1, 4, 2])).toMatchObject({ median: 3, low: 1, high: 9, rounds: 4 });
  expect(measureOf("a", "ms", [7])).toMatchObject({ median: 7, low: 7, high: 7, rounds: 1 });
  expect(() => measureOf("a", "ms", [])).toThrow("no round");
});

it("a target is met by the median", () => {
  expect(isMet(measureOf("a", "ms", [9, 1, 4], { atMost: 4 }))).toBe(true);
  expect(isMet(measureOf("a", "ms", [9, 1, 4], { atLeast: 5 }))).toBe(false);
  expect(isMet(measureOf("a", "ms", [9]))).toBeUndefined();
});
