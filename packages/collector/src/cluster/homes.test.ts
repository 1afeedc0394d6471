import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Homes, type TraceWords } from "./homes.ts";

const word = fc.integer({ min: 0, max: 0xffff_ffff });
const trace: fc.Arbitrary<TraceWords> = fc.tuple(word, word, word, word);
const peerNames = fc.uniqueArray(
  fc.integer({ min: 0, max: 200 }).map((number) => `http://weir-${number}.weir:4318`),
  { minLength: 1, maxLength: 12 },
);

/** Ids as some senders make them: only the second half is random, and all of one second share the first. */
function manyTraces(count: number): TraceWords[] {
  let state = 1;
  const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0);
  return Array.from({ length: count }, (_, index) => [0x6740_0000 + (index >> 10), 0, next(), next()]);
}

function nameOf(homes: Homes, words: TraceWords): string | undefined {
  return homes.peers[homes.of(words)];
}

describe("Homes", () => {
  it("says the same whatever order the list has", () => {
    fc.assert(
      fc.property(peerNames, trace, (names, words) => {
        expect(nameOf(new Homes(names.toReversed()), words)).toBe(nameOf(new Homes(names), words));
        expect(names).toContain(nameOf(new Homes(names), words));
      }),
    );
  });

  it("moves to a peer that joins only what becomes its own", () => {
    fc.assert(
      fc.property(peerNames, fc.array(trace, { maxLength: 50 }), (names, traces) => {
        const [joining = "", ...before] = names;
        const moved = traces.filter((words) => {
          const now = nameOf(new Homes(names), words);
          return now !== joining && now !== nameOf(new Homes(before), words);
        });
        expect(moved).toEqual([]);
      }),
    );
  });

  it("gives each of the peers about the same share, also of ids that are random in one half only", () => {
    for (const size of [2, 3, 5, 16]) {
      const homes = new Homes(Array.from({ length: size }, (_, index) => `http://weir-${index}.weir:4318`));
      const traces = manyTraces(20_000).map((words) => homes.of(words));
      const fair = traces.length / size;
      const shares = Array.from({ length: size }, (_, peer) => traces.filter((home) => home === peer).length);
      for (const share of shares) expect(Math.abs(share - fair)).toBeLessThan(6 * Math.sqrt(fair));
    }
  });

  it("knows no home where there are no peers", () => {
    expect(new Homes([]).of([1, 2, 3, 4])).toBe(-1);
  });
});
