import { describe, expect, it } from "vitest";
import { analysisOf, recordedCall, TEAM_CALLS, TEAM_CASE } from "../testing/recorded.ts";
import type { JudgedCase } from "./run-judge.ts";
import { PairLedger } from "./pair-ledger.ts";
import { scoreAt } from "./score.ts";
import { weirClaims } from "./weir-method.ts";

const DATA = { from: 0, to: 1, verdict: "data", tier: "proven" } as const;
const FREE = { from: 1, to: 2, verdict: "independent", tier: "proven" } as const;
const OPEN = { from: 1, to: 2, verdict: "unknown", tier: "medium" } as const;
const WRONG = { from: 0, to: 1, verdict: "independent", tier: "high" } as const;

function judged(...requests: readonly Parameters<typeof analysisOf>[1][]): JudgedCase {
  const ledger = new PairLedger(TEAM_CASE, weirClaims);
  for (const said of requests) ledger.add(analysisOf(TEAM_CALLS, said));
  const states = { weir: [...ledger.snapshots, ledger.latest] };
  const nothing = { found: [], falseFixes: [], criticalFixes: [], saving: undefined };
  return {
    one: TEAM_CASE,
    requests: requests.length,
    twins: 0,
    happened: new Set(TEAM_CASE.waits),
    states,
    ...nothing,
  };
}

describe("the judgement of pairs", () => {
  it("counts a needless wait that was flagged, and a need that was not, as right", () => {
    const { precision, recall, critical, harmless } = scoreAt([judged([DATA, FREE])], "weir", 1);
    expect(precision).toMatchObject({ hits: 1, of: 1 });
    expect(recall).toMatchObject({ hits: 1, of: 1 });
    expect(critical).toMatchObject({ hits: 0, of: 1 });
    expect(harmless).toBe(0);
  });

  it("remembers a critical error although later requests took it back", () => {
    const { critical, precision } = scoreAt([judged([WRONG, FREE], [DATA, FREE])], "weir", 2);
    expect(critical).toMatchObject({ hits: 1, of: 1 });
    expect(precision).toMatchObject({ hits: 1, of: 2 });
  });

  it("finds nothing in what is only to be reviewed, or was flagged once and not any more", () => {
    expect(scoreAt([judged([DATA, OPEN])], "weir", 1).recall).toMatchObject({ hits: 0, of: 1 });
    expect(scoreAt([judged([DATA, FREE], [DATA, OPEN])], "weir", 2).recall).toMatchObject({ hits: 0, of: 1 });
  });

  it("says how many requests it took until a wait was flagged for good", () => {
    const { states } = judged([DATA, FREE], [DATA, OPEN], [DATA, FREE], [DATA, FREE]);
    expect(states["weir"]?.at(-1)?.labels[1]?.needed).toBe(3);
  });

  it("holds a wait that was never seen against the method, and an unlabelled flag too", () => {
    const ledger = new PairLedger(TEAM_CASE, weirClaims);
    const calls = [recordedCall(0, "GET /other", 0, 10), recordedCall(1, "GET /plan", 10, 20)];
    ledger.add(analysisOf(calls, [{ ...FREE, from: 0, to: 1 }]));
    const states = { weir: [ledger.latest] };
    const score = scoreAt([{ ...judged(), states }], "weir", 1);
    expect(score.recall).toMatchObject({ hits: 0, of: 1 });
    expect(score.harmless).toBe(1);
    expect(score.table["needless"]).toEqual({ "not seen": 1 });
  });

  it("judges a labelled pair with a call in between, where none of its label follows directly", () => {
    const apart = { ...TEAM_CASE, waits: [{ ...TEAM_CASE.waits[1]!, before: "GET /teams/*" }] };
    const ledger = new PairLedger(apart, weirClaims);
    const made = analysisOf(TEAM_CALLS, [DATA, { ...FREE, from: 0 }, FREE]);
    ledger.add({ ...made, edges: made.edges.map((edge) => ({ ...edge, adjacent: edge.to - edge.from === 1 })) });
    expect(ledger.latest.labels[0]).toMatchObject({ seen: 1, flagged: true });
    expect(ledger.latest.unlabelled).toHaveLength(1);
  });

  it("flags a loop only when every round of it is flagged, and errs when any is", () => {
    const { waits } = TEAM_CASE;
    const loop = { ...TEAM_CASE, waits: [{ ...waits[1]!, before: "GET /stops", after: "GET /stops" }] };
    const calls = [0, 1, 2].map((at) => recordedCall(at, "GET /stops", at * 10, at * 10 + 10));
    const ledger = new PairLedger(loop, weirClaims);
    ledger.add(analysisOf(calls, [{ ...FREE, from: 0, to: 1 }, OPEN]));
    expect(ledger.latest.labels[0]).toMatchObject({ flagged: false, ever: true });
  });
});
