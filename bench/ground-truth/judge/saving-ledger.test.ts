import { describe, expect, it } from "vitest";
import { analysisOf, recordedCall } from "../testing/recorded.ts";
import { SavingLedger } from "./saving-ledger.ts";

function took(ms: number, low = 0, high = 0): ReturnType<typeof analysisOf> {
  return analysisOf([recordedCall(0, "GET /plan", 0, ms)], [], { saved: { low: low * 1000, high: high * 1000 } });
}

describe("the judgement of savings", () => {
  it("holds the median prediction against serial minus twin, first requests left out", () => {
    const ledger = new SavingLedger();
    for (const ms of [500, 100, 100, 100]) ledger.addCase(took(ms, 36, 44));
    for (const ms of [500, 60, 60, 60]) ledger.addTwin(took(ms));
    expect(ledger.judged).toMatchObject({ measured: 40, inside: true, requests: 3 });
    expect(ledger.judged?.error.low).toBeCloseTo(0.1, 10);
    expect(ledger.judged?.error.middle).toBeCloseTo(0, 10);
  });

  it("compares only rounds in which both were sent", () => {
    const ledger = new SavingLedger();
    for (const ms of [500, 100, 100, 900, 900, 900]) ledger.addCase(took(ms, 40, 40));
    for (const ms of [500, 60, 60]) ledger.addTwin(took(ms));
    expect(ledger.judged?.measured).toBe(40);
  });

  it("tells what chance explains from what it does not", () => {
    const ledger = (saved: number): SavingLedger => {
      const made = new SavingLedger();
      for (let at = 0; at < 40; at += 1) {
        made.addCase(took(100 + (at % 7), saved - (at % 3), saved + (at % 3)));
        made.addTwin(took(60 + (at % 5)));
      }
      return made;
    };
    expect(ledger(41).judged).toMatchObject({ inside: true, agrees: true });
    expect(ledger(43).judged).toMatchObject({ inside: false, agrees: true });
    expect(ledger(60).judged).toMatchObject({ inside: false, agrees: false });
  });

  it("says nothing where nothing was predicted", () => {
    const ledger = new SavingLedger();
    for (const ms of [100, 100]) ledger.addCase(took(ms));
    for (const ms of [60, 60]) ledger.addTwin(took(ms));
    expect(ledger.judged).toBeUndefined();
  });
});
