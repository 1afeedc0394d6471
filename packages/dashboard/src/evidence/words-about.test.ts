import type { Pair } from "@weir/core";
import { describe, expect, it } from "vitest";
import { edge } from "../testing/trace.ts";
import { wordsAbout } from "./words-about.ts";

function pair(verdict: Pair["verdict"], reason: string, call?: string): Pair {
  const base = edge(0, 1, verdict);
  const order = { state: "present", reason, ...(call !== undefined && { detail: { call } }) } as const;
  return {
    ...base,
    key: "p01",
    from: { call: "POST a/search" },
    to: { call: "POST a/list" },
    channels: { ...base.channels, order },
    seen: 3,
    wouldChange: [],
  };
}

const said = (one: Pair): readonly string[] => wordsAbout(one).map(({ says, about }) => `${says} ${about}`);

describe("wordsAbout", () => {
  it("lets a pair that seems free be called needed", () => {
    expect(said(pair("independent", "order.both-read"))).toEqual(["needed p01"]);
  });

  it("asks about the call that was taken for a write", () => {
    expect(said(pair("ordered", "order.later-writes"))).toEqual(["reads POST a/list"]);
    expect(said(pair("ordered", "order.earlier-writes"))).toEqual(["reads POST a/search"]);
  });

  it("asks about both calls where nothing is known of either", () => {
    expect(said(pair("unknown", "order.effect-unknown", "both"))).toEqual(["reads POST a/search", "reads POST a/list"]);
    expect(said(pair("unknown", "order.effect-unknown", "later"))).toEqual(["reads POST a/list"]);
  });

  it("says nothing of a pair that needs a value", () => {
    expect(said(pair("data", "order.both-read"))).toEqual([]);
  });
});
