import { expect, it } from "vitest";
import { MAX_RETAINED_BYTES, RetainedTexts, retainedBytesFor } from "./retained-texts.ts";

it("the texts kept leave an app with little memory what it has", () => {
  expect(retainedBytesFor(4 * 1024 ** 3)).toBe(MAX_RETAINED_BYTES);
  const texts = new RetainedTexts(retainedBytesFor(64 * 1024 ** 2));
  for (let count = 0; count < 100; count += 1) texts.keep({ text: undefined }, "x".repeat(100_000));
  expect(texts.bytes).toBeLessThanOrEqual(4 * 1024 ** 2);
  expect([texts.bytes, texts.dropped]).toEqual([20 * 200_000, 80]);
});
