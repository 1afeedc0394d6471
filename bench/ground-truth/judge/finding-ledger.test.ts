import type { Fix } from "@weir/core";
import { describe, expect, it } from "vitest";
import { analysisOf, TEAM_CALLS, TEAM_CASE } from "../testing/recorded.ts";
import { FindingLedger } from "./finding-ledger.ts";

const FIX: Fix = {
  fingerprint: "1",
  kind: "serial",
  calls: [0, 1, 2],
  startTogether: [[1, 2]],
  after: [0],
  edges: [],
  place: { file: "/srv/app/src/team.ts", line: 4, column: 3, function: "team" },
  saved: { low: 0, high: 0 },
};

function ledgerOf(...fixes: readonly Fix[]): FindingLedger {
  const ledger = new FindingLedger(TEAM_CASE);
  ledger.add(analysisOf(TEAM_CALLS, [], { fixes }));
  return ledger;
}

describe("the judgement of findings", () => {
  it("sees the fix, its kind and its place", () => {
    const ledger = ledgerOf(FIX);
    expect(ledger.found).toMatchObject([{ found: true, kindRight: true, placeRight: true }]);
    expect(ledger.falseFixes).toEqual([]);
    expect(ledger.critical).toEqual([]);
  });

  it("tells a wrong kind and a wrong place apart from a miss", () => {
    const place = { ...FIX.place!, function: "members" };
    expect(ledgerOf({ ...FIX, kind: "loop", place }).found).toMatchObject([
      { found: true, kindRight: false, placeRight: false },
    ]);
    expect(ledgerOf().found).toMatchObject([{ found: false }]);
  });

  it("lists a fix nobody knows of", () => {
    expect(ledgerOf({ ...FIX, calls: [0, 1], startTogether: [[1]] }).falseFixes).toEqual([
      "serial at /srv/app/src/team.ts:4 team",
    ]);
  });

  it("calls a fix critical that starts a call together with one it needs", () => {
    expect(ledgerOf({ ...FIX, startTogether: [[0, 1, 2]] }).critical).toEqual([
      "data: GET /teams/* -> GET /members/* in serial at /srv/app/src/team.ts:4 team",
    ]);
  });
});
