import { describe, expect, it } from "vitest";
import { formatMillis, formatRange, formatSpan } from "./duration.ts";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");

describe("formatMillis", () => {
  it.each([
    [0, "0 ms"],
    [0.344, "0.34 ms"],
    [1, "1 ms"],
    [7.25, "7.3 ms"],
    [9.96, "10 ms"],
    [412.4, "412 ms"],
    [999.6, "1 s"],
    [2431, "2.43 s"],
    [12_400, "12.4 s"],
    [90_000, "90 s"],
    [150_000, "2.5 min"],
    [300_000, "5 min"],
    [900_000, "15 min"],
    [-96, "-96 ms"],
  ])("%d ms reads %s", (millis, text) => {
    expect(plain(formatMillis(millis, "en"))).toBe(text);
  });

  it("never shows a real wait as nothing", () => {
    expect(plain(formatMillis(0.01, "en"))).toBe("0.01 ms");
  });
});

describe("formatRange", () => {
  it("gives both ends in the unit of the upper one", () => {
    expect(plain(formatRange({ low: 171.2, high: 181 }, "en"))).toBe("171–181 ms");
    expect(plain(formatRange({ low: 800, high: 1400 }, "en"))).toBe("0.8–1.4 s");
  });

  it("gives one number when the ends read the same", () => {
    expect(plain(formatRange({ low: 171.2, high: 171.4 }, "en"))).toBe("171 ms");
  });
});

describe("formatSpan", () => {
  it("names the unit once", () => {
    expect(plain(formatSpan(12, 183, "en"))).toBe("12 → 183 ms");
    expect(plain(formatSpan(0, 0.34, "en"))).toBe("0 → 0.34 ms");
  });

  it("tells neighbours apart late in a long request", () => {
    expect(plain(formatSpan(3680, 3681.6, "en"))).toBe("3.68 → 3.682 s");
  });
});
