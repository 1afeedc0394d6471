import type { Override, Pair, TraceView } from "@weir/core";

/** What a person knew better than the evidence, with everything a test of the detector needs to see it too. */
export interface OverrideFixture {
  readonly schemaVersion: 1;
  readonly weirFixture: "override";
  readonly says: Override["says"];
  readonly reason: string;
  /** Pairs of calls it is about, as they are judged with the word heeded. */
  readonly pairs: readonly Omit<Pair, "key">[];
  /** Requests of the route, whole. */
  readonly traces: readonly TraceView[];
}

/** Pairs of a route that a word is about. */
export function pairsAbout({ pair, call }: Pick<Override, "pair" | "call">, pairs: readonly Pair[]): readonly Pair[] {
  return pairs.filter((one) => one.key === pair || (call !== undefined && [one.from.call, one.to.call].includes(call)));
}

/** Who said it stays here: a fixture is passed on. */
export function overrideFixture(word: Override, pairs: readonly Pair[], traces: readonly TraceView[]): OverrideFixture {
  return {
    schemaVersion: 1,
    weirFixture: "override",
    says: word.says,
    reason: word.reason,
    pairs: pairsAbout(word, pairs).map(({ key: _key, ...pair }) => pair),
    traces,
  };
}
