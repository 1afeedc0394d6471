import { expect, it } from "vitest";
import { analyseRequest } from "../analysis/analyse.ts";
import type { PairProfile } from "../analysis/request-analysis.ts";
import { withSaidReads } from "../analysis/with-said-reads.ts";
import { callLabel } from "../analysis/site.ts";
import type { Call } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { testDigest } from "../testing/digest.ts";
import { callNamed, timeline } from "../testing/timeline.ts";
import { mergeProfiles } from "./profile.ts";
import { asSaid, type Said } from "./said.ts";
import { edgeOf, says } from "./testing/collector.ts";

const SILENT: Said = { needed: false, earlierReads: false, laterReads: false };
const SERIAL = timeline("a ====\nb     ====");

const withEffects = (effects: Readonly<Record<string, Call["effect"]>>): Request => ({
  ...SERIAL,
  calls: SERIAL.calls.map((call) => ({ ...call, effect: effects[call.target.split("/").at(-1) ?? ""] ?? call.effect })),
});

/** Requests one after the other, each with what people say at the time. */
class Desk {
  #profile: PairProfile = new Map();

  take(request: Request, said: Partial<Said> = {}) {
    const now = { ...SILENT, ...said };
    const labels = [
      ...(now.earlierReads ? [callLabel(callNamed(request, "a"))] : []),
      ...(now.laterReads ? [callLabel(callNamed(request, "b"))] : []),
    ];
    const analysis = analyseRequest(withSaidReads(request, new Set(labels)), {
      source: says("independent"),
      profile: () => asSaid(this.#profile, now),
      digest: testDigest,
    });
    const edge = edgeOf(analysis, "a", "b");
    this.#profile = mergeProfiles(this.#profile, edge.observed);
    return [edge.verdict, edge.channels.order.reason];
  }
}

it("a call said to read is judged as one, also where it was counted as a write before", () => {
  const desk = new Desk();
  const request = withEffects({ b: "write" });
  expect(desk.take(request)).toEqual(["ordered", "order.later-writes"]);
  expect(desk.take(request, { laterReads: true })).toEqual(["independent", "order.said-to-read"]);
});

it("the word about one call says nothing about the other", () => {
  const desk = new Desk();
  const both = withEffects({ a: "write", b: "write" });
  expect(desk.take(both)).toEqual(["ordered", "order.later-writes"]);
  expect(desk.take(both, { laterReads: true })).toEqual(["ordered", "order.earlier-writes"]);
  expect(desk.take(both, { earlierReads: true })).toEqual(["ordered", "order.later-writes"]);
  expect(desk.take(both, { earlierReads: true, laterReads: true })).toEqual(["independent", "order.said-to-read"]);
});

it("what was not known of a call is known once somebody said it, and only of that call", () => {
  const desk = new Desk();
  expect(desk.take(withEffects({ b: "unknown" }))).toEqual(["unknown", "order.effect-unknown"]);
  expect(desk.take(withEffects({ b: "unknown" }), { laterReads: true })).toEqual(["independent", "order.said-to-read"]);
  const other = new Desk();
  other.take(withEffects({ a: "unknown", b: "unknown" }));
  expect(other.take(withEffects({ a: "unknown", b: "unknown" }), { laterReads: true })[0]).toBe("unknown");
});

it("a word that was taken back leaves no independence behind, not even before the next request", () => {
  const desk = new Desk();
  const request = withEffects({ b: "write" });
  expect(desk.take(request, { laterReads: true })[0]).toBe("independent");
  const reads = withEffects({});
  expect(asSaid(new Map([['order|absent|order.said-to-read|{"call":"later"}', 4]]), SILENT).size).toBe(0);
  expect(
    asSaid(new Map([['order|absent|order.said-to-read|{"call":"both"}', 4]]), { ...SILENT, laterReads: true }).size,
  ).toBe(0);
  expect(desk.take(request)).toEqual(["ordered", "order.later-writes"]);
  expect(new Desk().take(reads)).toEqual(["independent", "order.both-read"]);
});

it("a pair said to be needed is ordered, whatever else was seen, and says why", () => {
  const desk = new Desk();
  const reads = withEffects({});
  expect(desk.take(reads)[0]).toBe("independent");
  expect(desk.take(reads, { needed: true })).toEqual(["ordered", "order.said-to-need"]);
  expect(desk.take(reads)[0]).toBe("independent");
});
