import { describe, expect, it } from "vitest";
import { formatBytes, formatCount, formatRate, formatShare } from "./count.ts";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");

describe("formatShare", () => {
  it("says 100 % only of a whole, and 0 % only of nothing", () => {
    expect(plain(formatShare(1, "en"))).toBe("100 %");
    expect(plain(formatShare(0.9999, "en"))).toBe("99 %");
    expect(plain(formatShare(0.001, "en"))).toBe("<1 %");
    expect(plain(formatShare(0, "en"))).toBe("0 %");
    expect(plain(formatShare(0.42, "ko"))).toBe("42 %");
  });
});

describe("formatRate", () => {
  it("keeps slow rates apart from none", () => {
    expect(formatRate(0, "en")).toBe("0");
    expect(formatRate(0.02, "en")).toBe("<0.1");
    expect(formatRate(0.44, "en")).toBe("0.4");
    expect(formatRate(1310, "en")).toBe("1,310");
  });
});

describe("formatCount and formatBytes", () => {
  it("group digits and choose the unit", () => {
    expect(formatCount(1204, "en")).toBe("1,204");
    expect(plain(formatBytes(0, "en"))).toBe("0 B");
    expect(plain(formatBytes(1_200_000_000, "en"))).toBe("1.2 GB");
    expect(plain(formatBytes(999_999, "en"))).toBe("1 MB");
  });
});
