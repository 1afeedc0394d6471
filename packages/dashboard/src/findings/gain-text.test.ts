import { expect, it } from "vitest";
import { gainText } from "./gain-text.ts";

it("reads as a change of the time a request takes", () => {
  const measured = (p50: number): string =>
    gainText({ measured: { p50, range: { low: p50 - 4, high: p50 + 4 }, p95: p50 } }, "en").replace("\u00a0", " ");
  expect(measured(96.2)).toBe("−96 ms");
  expect(measured(-12)).toBe("+12 ms");
  expect(measured(0)).toBe("0 ms");
});
