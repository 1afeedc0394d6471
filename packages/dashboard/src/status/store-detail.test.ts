import { describe, expect, it } from "vitest";
import { storeDetail } from "./store-detail.ts";

describe("storeDetail", () => {
  it("is a sentence for what a store says of itself, with the names it gives", () => {
    expect(storeDetail("store.memory-only")).toEqual({ key: "store.memory-only", names: "" });
    expect(storeDetail("store.damaged: 2026-11-20, 2026-11-21")).toEqual({
      key: "store.damaged",
      names: "2026-11-20, 2026-11-21",
    });
  });

  it("is none for the words of an error, which stand as they are", () => {
    expect(storeDetail("disk I/O error")).toBeUndefined();
    expect(storeDetail("store.unheard-of")).toBeUndefined();
  });
});
