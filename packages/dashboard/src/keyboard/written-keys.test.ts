import { describe, expect, it } from "vitest";
import { writtenKeys } from "./written-keys.ts";

describe("writtenKeys", () => {
  it("are those of the reader's own keyboard", () => {
    expect(writtenKeys("mod+k", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)")).toBe("⌘ K");
    expect(writtenKeys("mod+k", "Mozilla/5.0 (X11; Linux x86_64)")).toBe("Ctrl K");
  });

  it("stay as they are where they have no other name", () => {
    expect(["g r", "?", "shift+ArrowLeft", "Escape"].map((keys) => writtenKeys(keys, ""))).toEqual([
      "g r",
      "?",
      "⇧ ←",
      "Escape",
    ]);
  });
});
