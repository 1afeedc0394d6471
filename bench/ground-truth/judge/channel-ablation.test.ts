import type { PairProfile, RequestAnalysis } from "@weir/core";
import { describe, expect, it } from "vitest";
import { analysisOf, TEAM_CALLS } from "../testing/recorded.ts";
import { ChannelAblation } from "./channel-ablation.ts";

/** B waited for A, the source knows of no need, and A is a write. */
const WRITTEN: PairProfile = new Map([
  ["seen", 1],
  ["waits|lineage", 1],
  ["relation|independent", 1],
  ["source|absent|source.unused-before|", 1],
  ["order|present|order.earlier-writes|", 1],
  ["pace|absent|pace.different-calls|", 1],
]);

function analysis(): RequestAnalysis {
  const made = analysisOf(TEAM_CALLS, [{ from: 0, to: 1, verdict: "ordered", tier: "proven" }]);
  return { ...made, edges: made.edges.map((edge) => ({ ...edge, observed: WRITTEN })) };
}

describe("ChannelAblation", () => {
  it("shows what only the left-out channel held back", () => {
    expect(new ChannelAblation("order").claims(analysis())).toMatchObject([{ flagged: true, verdict: "independent" }]);
  });

  it("changes nothing of what another channel holds back", () => {
    expect(new ChannelAblation("pace").claims(analysis())).toMatchObject([{ flagged: false, verdict: "ordered" }]);
    for (const other of ["data", "control"] as const)
      expect(new ChannelAblation(other).claims(analysis())).toMatchObject([{ flagged: false, verdict: "ordered" }]);
  });

  it("takes the channel for one that saw all there is, where the source is not there", () => {
    const counted: PairProfile = new Map([
      ...[...WRITTEN].filter(([field]) => !/^(?:relation|source|order)/.test(field)),
      ["seen", 200],
      ["order|absent|order.both-read|", 1],
      ["v|n", 1],
      ["v|unread", 1],
      ["from|leaf|$.x|null", 1],
    ]);
    const made = analysis();
    const bare = { ...made, edges: made.edges.map((edge) => ({ ...edge, observed: counted })) };
    expect(new ChannelAblation("control").claims(bare)).toMatchObject([{ flagged: true, tier: "high" }]);
    expect(new ChannelAblation("data").claims(bare)).toMatchObject([{ flagged: false, tier: "medium" }]);
  });
});
