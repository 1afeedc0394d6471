import { partsOf, textOf } from "@weir/core/messages";
import { describe, expect, it } from "vitest";
import { withoutHoles } from "./without-holes.ts";

const said = (params: Readonly<Record<string, string | number>>): string =>
  textOf(withoutHoles(partsOf("line {line} is not awaited", params, "en")));

describe("withoutHoles", () => {
  it("names no place that nothing fills, as where reasons of many pairs are counted", () => {
    expect(said({})).toBe("line … is not awaited");
  });

  it("leaves values as they are, even those that look like a place", () => {
    expect(said({ line: "{line}" })).toBe("line {line} is not awaited");
  });
});
