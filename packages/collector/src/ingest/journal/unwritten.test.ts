import { describe, expect, it } from "vitest";
import { unwritten } from "./unwritten.ts";

describe("unwritten", () => {
  const parts = ["abc", "", "de", "f"].map((text) => Buffer.from(text));

  it("leaves exactly the rest, wherever a write stopped", () => {
    const all = Buffer.concat(parts);
    for (let bytes = 0; bytes <= all.length; bytes++) {
      expect(String(Buffer.concat(unwritten(parts, bytes)))).toBe(String(all.subarray(bytes)));
    }
    expect(unwritten(parts, all.length)).toEqual([]);
  });
});
