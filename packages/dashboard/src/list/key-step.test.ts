import { describe, expect, it } from "vitest";
import { keyStep } from "./key-step.ts";

describe("keyStep", () => {
  it("moves by rows, pages and to the ends", () => {
    const keys = ["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End"];
    expect(keys.map((key) => keyStep(key, 12, 200))).toEqual([1, -1, 12, -12, -200, 200]);
  });

  it("leaves other keys alone", () => {
    expect(keyStep("Enter", 12, 200)).toBeUndefined();
    expect(keyStep("constructor", 12, 200)).toBeUndefined();
  });
});
