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
    expect(new ChannelAblation("control").claims(analysis())).toMatchObject([{ flagged: false, verdict: "ordered" }]);
  });
});
