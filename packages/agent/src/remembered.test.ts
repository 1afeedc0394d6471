import { describe, expect, it } from "vitest";
import { Remembered } from "./remembered.ts";

describe("what is remembered", () => {
  it("is made once per text, nothing included", () => {
    const made: string[] = [];
    const lengths = new Remembered(10, (text) => {
      made.push(text);
      return text === "" ? undefined : text.length;
    });
    expect(["ab", "", "ab", ""].map((text) => lengths.of(text))).toEqual([2, undefined, 2, undefined]);
    expect(made).toEqual(["ab", ""]);
  });

  it("never holds more than its limit, and goes on telling the same", () => {
    const upper = new Remembered(3, (text) => text.toUpperCase());
    const texts = ["a", "b", "c", "d", "a", "e", "f"];
    for (const text of texts) {
      expect(upper.of(text)).toBe(text.toUpperCase());
      expect(upper.size).toBeLessThanOrEqual(3);
    }
  });
});
