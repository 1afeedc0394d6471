import type { Edge, FindingDetail } from "@weir/core";
import { describe, expect, it } from "vitest";
import { togetherLines } from "./finding-lines.ts";

const edge = (from: number, to: number, verdict: Edge["verdict"]): Edge =>
  ({ from, to, verdict, tier: "proven", channels: {} }) as unknown as Edge;

function lines(
  finding: Pick<FindingDetail, "kind" | "startTogether" | "edges">,
  calls: readonly number[] = [],
): string[] {
  const whatIf = { findings: [{ fingerprint: "f1", calls }] };
  const detail = {
    ...finding,
    fingerprint: "f1",
    calls: ["profile", "usage", "teams"].map((name) => ({ call: `GET api.internal:81/${name}` })),
    ...(calls.length === 0 ? {} : { timeline: { whatIf } }),
  } as unknown as FindingDetail;
  return togetherLines(detail, "en");
}

describe("what a fix lets start together", () => {
  it("names calls by the numbers of the timeline, without their host", () => {
    const edges = [edge(0, 1, "independent"), edge(0, 2, "data")];
    expect(lines({ kind: "serial", startTogether: [[0, 1]], edges }, [2, 3, 5])).toEqual([
      "Start together: 3 GET /profile, 4 GET /usage",
    ]);
  });

  it("names the one call behind a barrier, and what that still waits for", () => {
    const edges = [edge(0, 2, "data"), edge(1, 2, "independent")];
    expect(lines({ kind: "barrier", startTogether: [[2]], edges })).toEqual([
      "Start as soon as 1 GET /profile is there: 3 GET /teams",
    ]);
  });

  it("says of each group only what that waits for", () => {
    const edges = [edge(0, 1, "independent"), edge(1, 2, "data")];
    expect(lines({ kind: "serial", startTogether: [[0, 1], [2]], edges })).toEqual([
      "Start together: 1 GET /profile, 2 GET /usage",
      "Start as soon as 2 GET /usage is there: 3 GET /teams",
    ]);
  });

  it("lets the turns of a loop start in rounds", () => {
    expect(lines({ kind: "loop", startTogether: [[0, 1]], edges: [edge(0, 1, "independent")] })).toEqual([
      "Start together, in rounds: 1 GET /profile, 2 GET /usage",
    ]);
  });
});
