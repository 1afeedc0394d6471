import type { Override, Pair } from "@weir/core";
import { describe, expect, it } from "vitest";
import { edge, traceView } from "../testing/trace.ts";
import { overrideFixture, pairsAbout } from "./override-fixture.ts";

const { verdict, tier, channels } = edge(0, 1, "ordered");
const pair = (key: string, from: string, to: string): Pair => ({
  key,
  from: { call: from },
  to: { call: to },
  verdict,
  tier,
  channels,
  seen: 3,
  wouldChange: [],
});
const pairs = [pair("ab", "GET a", "POST b"), pair("bc", "POST b", "GET c"), pair("cd", "GET c", "GET d")];
const word: Override = {
  id: "ovr_1",
  service: "shop",
  says: "reads",
  call: "POST b",
  reason: "a search",
  by: "kim",
  at: "2026-11-21T12:00:00Z",
};

describe("pairsAbout", () => {
  it("finds a call on either side, or the one pair", () => {
    expect(pairsAbout(word, pairs).map(({ key }) => key)).toEqual(["ab", "bc"]);
    expect(pairsAbout({ pair: "cd" }, pairs).map(({ key }) => key)).toEqual(["cd"]);
    expect(pairsAbout({ pair: "none" }, pairs)).toEqual([]);
  });
});

describe("overrideFixture", () => {
  it("holds what a test needs, and nobody's name", () => {
    const trace = traceView([{ start: 0, end: 10 }], []);
    const fixture = overrideFixture(word, pairs, [trace]);
    expect(fixture).toMatchObject({ says: "reads", reason: "a search", traces: [trace] });
    expect(fixture.pairs.map(({ from, to }) => [from.call, to.call])).toEqual([
      ["GET a", "POST b"],
      ["POST b", "GET c"],
    ]);
    expect(JSON.stringify(fixture)).not.toContain("kim");
  });
});
