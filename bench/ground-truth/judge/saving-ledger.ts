import type { RequestAnalysis } from "@weir/core";
import { type Interval, median, medianInterval } from "./statistics.ts";

export interface SavingJudged {
  /** Milliseconds, medians over requests. */
  readonly predicted: { readonly low: number; readonly high: number };
  readonly measured: number;
  readonly before: number;
  readonly after: number;
  /** Of each of the two. */
  readonly requests: number;
  /** Of the lower end, of the upper end, and of the middle of the interval; as a share of what was measured. */
  readonly error: { readonly low: number; readonly high: number; readonly middle: number };
  /** Within the interval as it was predicted, request by request. */
  readonly inside: boolean;
  /** What the requests seen say of the medians of all: how far each of the two may be off by chance, 95 %. */
  readonly spread: { readonly predicted: Interval; readonly measured: Interval };
  /** The two do not contradict each other once chance is allowed for. */
  readonly agrees: boolean;
}

/** What the fixes of a case were predicted to save, and what its twin really took. */
export class SavingLedger {
  readonly #low: number[] = [];
  readonly #high: number[] = [];
  readonly #serial: number[] = [];
  readonly #twin: number[] = [];

  addCase({ saved, request }: RequestAnalysis): void {
    this.#low.push(saved.low / 1000);
    this.#high.push(saved.high / 1000);
    this.#serial.push((request.end - request.start) / 1000);
  }

  addTwin({ request }: RequestAnalysis): void {
    this.#twin.push((request.end - request.start) / 1000);
  }

  /** Undefined where nothing was predicted, or nothing measured to hold it against. */
  get judged(): SavingJudged | undefined {
    // Case and twin are sent round for round: only rounds that had both are compared, so that a busy minute of the
    // machine is in both. The first one loads code.
    const rounds = <Value>(values: readonly Value[]): readonly Value[] => values.slice(1, this.#twin.length);
    const predicted = { low: median(rounds(this.#low)), high: median(rounds(this.#high)) };
    const [before, after] = [median(rounds(this.#serial)), median(rounds(this.#twin))];
    const measured = before - after;
    if (!(predicted.high > 0) || !(measured > 0)) return undefined;
    const spread = {
      predicted: { low: medianInterval(rounds(this.#low)).low, high: medianInterval(rounds(this.#high)).high },
      // Case and twin of a round were sent in the same moments.
      measured: medianInterval(rounds(this.#serial).map((ms, at) => ms - (rounds(this.#twin)[at] ?? Number.NaN))),
    };
    const error = (value: number): number => Math.abs(value - measured) / measured;
    return {
      predicted,
      measured,
      before,
      after,
      requests: rounds(this.#twin).length,
      error: {
        low: error(predicted.low),
        high: error(predicted.high),
        middle: error((predicted.low + predicted.high) / 2),
      },
      spread,
      agrees: spread.predicted.low <= spread.measured.high && spread.measured.low <= spread.predicted.high,
      inside: predicted.low <= measured && measured <= predicted.high,
    };
  }
}
