import { describe, expect, it } from "vitest";
import { finding } from "../testing/finding.ts";
import { sorted } from "./sort.ts";

const few = finding({ fingerprint: "few", requests: 40, firstSeen: "2026-11-20T00:00:00Z" });
const many = finding({ fingerprint: "many", requests: 900, firstSeen: "2026-11-01T00:00:00Z" });
const names = (order: string | undefined): readonly string[] =>
  sorted([few, many], order).map(({ fingerprint }) => fingerprint);

describe("sorted", () => {
  it("puts the greatest first", () => {
    expect(names("requests")).toEqual(["many", "few"]);
    expect(names("newest")).toEqual(["few", "many"]);
  });

  it("leaves the API's order for no name and for one it does not know", () => {
    expect(names(undefined)).toEqual(["few", "many"]);
    expect(names("toString")).toEqual(["few", "many"]);
  });
});
