import { expect, it } from "vitest";
import { randomFailures } from "./random-failures.ts";

it("lets about the share of calls fail, in every class, the same ones for the same seed", () => {
  const drawn = (): readonly unknown[] => {
    const next = randomFailures(0.1, "7");
    return Array.from({ length: 2_000 }, () => next());
  };
  const failed = drawn().filter((one) => one !== undefined);
  expect(failed.length).toBeGreaterThan(150);
  expect(failed.length).toBeLessThan(250);
  expect(new Set(failed.map((one) => JSON.stringify(one))).size).toBe(5);
  expect(drawn()).toEqual(drawn());
  expect(Array.from({ length: 100 }, randomFailures(0, "7"))).toEqual(Array.from({ length: 100 }));
});
