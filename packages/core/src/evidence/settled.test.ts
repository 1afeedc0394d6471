import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PairProfile } from "../analysis/request-analysis.ts";
import { decideFrom } from "./decide.ts";
import { EvidenceSum } from "./evidence-sum.ts";
import { settle, settledChannels } from "./settled.ts";
import type { SourceFact } from "./source-fact.ts";
import { ownSource } from "./source.ts";
import { isUnwaited, type OwnWait } from "./waits-on.ts";

/** Fields of every kind that is counted of a pair, those of values and refusals too. */
const FIELDS = [
  "waits|unknown",
  "waits|lineage",
  "waits|not",
  "waits|activation",
  "seen",
  "alike",
  "beside",
  "failfast",
  "prior|name",
  "relation|independent",
  "relation|guard",
  "relation|unknown",
  "order|absent|order.both-read|",
  "order|present|order.later-writes|",
  'order|unobserved|order.effect-unknown|{"call":"both"}',
  "pace|absent|pace.different-calls|",
  "pace|unobserved|pace.repeated|",
  "source|unobserved|source.unavailable|",
  "source|absent|source.test|",
  "source|present|source.test|",
  "then|ok",
  "then|not-found",
  "then|leaf",
  "v|n",
  "v|dep|path[1]|id",
];
const TALLIES = ["from|ok", "from|not-found", "from|unauthorized", "from|leaf"];

const fact = { reason: "source.test", activation: "shared", kind: "serial" } as const;
const facts = fc.constantFrom<SourceFact | undefined>(
  undefined,
  ...(["independent", "guard", "parallel", "unknown", "data"] as const).map((relation) => ({ ...fact, relation })),
);
const waits = fc.constantFrom("lineage", "activation", "not", "unknown");
const own = fc.record({ waits, fact: facts, followed: fc.boolean() });

/** Fewer fields more often, so that what was before is now and then no more than what is seen. */
function profile(fields: readonly string[], counts: fc.Arbitrary<number>): fc.Arbitrary<PairProfile> {
  const entry = fc.tuple(fc.constantFrom(...fields), counts);
  return fc.array(entry, { maxLength: 6 }).map((entries) => new Map(entries));
}

const once = fc.integer({ min: 1, max: 2 });
const often = fc.oneof({ weight: 12, arbitrary: fc.nat(300) }, { weight: 1, arbitrary: fc.constant(-1) });
/** What most requests count. */
const PLAIN: PairProfile = new Map(
  ["waits|unknown", "order|absent|order.both-read|", "pace|absent|pace.different-calls|", "seen", "then|ok"].map(
    (field) => [field, 1],
  ),
);
const ACCEPTED: PairProfile = new Map([["from|ok", 1]]);
const unknown: OwnWait = { waits: "unknown", fact: undefined, followed: false };

/** A history of what is seen now, some of it counted more often than the rest. */
function moreOf(seen: PairProfile): fc.Arbitrary<PairProfile> {
  return fc
    .array(often, { minLength: seen.size, maxLength: seen.size })
    .map((counts) => new Map([...seen.keys()].map((field, index) => [field, counts[index] ?? 0])));
}

describe("a settled pair", () => {
  it("is decided as all counts together decide, whatever was before", () => {
    let answered = 0;
    const pairs = fc.tuple(profile(FIELDS, once), profile(TALLIES, once));
    const histories = pairs.chain(([pair, tally]) =>
      fc.record({
        pair: fc.constant(pair),
        tally: fc.constant(tally),
        pairBefore: fc.oneof({ weight: 3, arbitrary: moreOf(pair) }, profile(FIELDS, often)),
        tallyBefore: fc.oneof({ weight: 3, arbitrary: moreOf(tally) }, profile(TALLIES, often)),
      }),
    );
    fc.assert(
      fc.property(own, histories, (seen, { pair, tally, pairBefore, tallyBefore }) => {
        const settled = settle(seen, pair, tally);
        const told = settled === undefined ? undefined : settledChannels(settled, tallyBefore, pairBefore);
        if (settled === undefined || told === undefined) return;
        answered += 1;
        const evidence = EvidenceSum.of(tallyBefore, pairBefore, tally, pair);
        const { verdict, tier, channels } = decideFrom(evidence, { waits: seen.waits, source: ownSource(seen.fact) });
        expect(settled.decision).toMatchObject({ verdict, tier });
        expect(told).toEqual(channels);
        expect(settled.unwaited).toBe(isUnwaited(evidence, seen));
      }),
      { numRuns: 3_000 },
    );
    expect(answered).toBeGreaterThan(50);
  });

  it("is what most requests show, and tells of all of them", () => {
    const settled = settle(unknown, PLAIN, ACCEPTED);
    const before = new Map([...PLAIN.keys()].map((field) => [field, 41]));
    const channels = settled && settledChannels(settled, new Map([["from|ok", 41]]), before);
    expect(channels?.control.detail).toEqual({ requests: 42 });
  });

  it.each(["v|n", "then|not-found", "then|leaf", "order|present|order.later-writes|", "some|new field"])(
    "is none that counts %s: how often decides there",
    (field) => {
      expect(settle(unknown, new Map([...PLAIN, [field, 1]]), ACCEPTED)).toBeUndefined();
    },
  );

  it("is weighed again where a site was refused", () => {
    expect(settle(unknown, PLAIN, new Map([["from|not-found", 1]]))).toBeUndefined();
  });

  it.each<[string, PairProfile, PairProfile]>([
    ["a value", ACCEPTED, new Map([["v|n", 1]])],
    ["a refusal", new Map([["from|unauthorized", 1]]), PLAIN],
    ["less than nothing, by a correction", ACCEPTED, new Map([["then|ok", -1]])],
  ])("is weighed again where requests before showed %s", (_what, tallyBefore, pairBefore) => {
    const settled = settle(unknown, PLAIN, ACCEPTED);
    expect(settled).toBeDefined();
    expect(settled && settledChannels(settled, tallyBefore, pairBefore)).toBeUndefined();
  });
});
