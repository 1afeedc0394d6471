import { describe, expect, it } from "vitest";
import { type Candidate, chosen, linesOf, MAX_CANDIDATES } from "./explanation.ts";
import { wholePosition } from "./matching.ts";
import { Tokens } from "./token.ts";

const candidate = (from: Candidate["from"], path: string, bits: number): Candidate => ({
  from,
  path,
  transform: "",
  bits,
});
const position = wholePosition({ slot: "q.id", key: "id", values: ["7"] }, new Tokens());

describe("the candidates told", () => {
  it("hold a weak match with the inbound request, and a constant, in doubt beside a response that names the value", () => {
    const told = chosen([
      candidate("incoming", "query.page", 3),
      candidate("constant", "", 2),
      candidate("clock", "now", 2),
      candidate(4, "$.user.id", 13),
    ]);
    expect(told).toEqual([
      candidate("incoming?", "query.page", 3),
      candidate("constant?", "", 2),
      candidate(4, "$.user.id", 13),
    ]);
  });

  it("keep what was there before where it fits as well", () => {
    expect(chosen([candidate("incoming", "path[1]", 40), candidate(4, "$.id", 43)]).map(({ from }) => from)).toEqual([
      "incoming",
      4,
    ]);
  });

  it("are the strongest, a few of each response and few in all, and the same each time", () => {
    const many = Array.from({ length: 40 }, (_, n) => candidate(1 + (n % 4), `$.f${n}`, 20 + n));
    const told = chosen([candidate("clock", "now", 60), ...many]);
    expect(told).toHaveLength(MAX_CANDIDATES);
    expect(told.filter(({ from }) => from === 4).length).toBeLessThanOrEqual(4);
    expect(chosen([...many, candidate("clock", "now", 60)].toReversed())).toEqual(told);
  });

  it("go over the wire line by line, a position nothing explains with an empty one", () => {
    expect(linesOf({ position, candidates: [candidate(4, "$.user.id", 13.4)], repeated: false, first: false })).toEqual(
      ["q.id|4|$.user.id||13"],
    );
    expect(linesOf({ position, candidates: [candidate(4, "$.user.id", 13.4)], repeated: true, first: false })).toEqual([
      "q.id|4|$.user.id||0",
    ]);
    expect(
      linesOf({
        position,
        candidates: [candidate(4, "$.id", 13), candidate(5, "$.id", 40)],
        repeated: false,
        first: true,
      }),
    ).toEqual(["q.id|4|$.id||0", "q.id|5|$.id||40"]);
    expect(linesOf({ position, candidates: [], repeated: false, first: false })).toEqual(["q.id||||0"]);
    expect(
      linesOf({ position, candidates: [candidate(4, `$.${"x".repeat(500)}`, 9)], repeated: false, first: false }),
    ).toEqual(["q.id||||0"]);
  });
});
