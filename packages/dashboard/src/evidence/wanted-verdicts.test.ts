import { describe, expect, it } from "vitest";
import { wantedVerdicts } from "./wanted-verdicts.ts";

describe("wantedVerdicts", () => {
  it("are those an address names, one or several", () => {
    expect(wantedVerdicts("unknown")).toEqual(new Set(["unknown"]));
    expect(wantedVerdicts("unknown,data")).toEqual(new Set(["data", "unknown"]));
  });

  it("are all where it names none, or none that there is", () => {
    expect(wantedVerdicts(undefined)).toBeUndefined();
    expect(wantedVerdicts("sure")).toBeUndefined();
  });
});
