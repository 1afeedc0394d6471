import type { Status } from "@weir/core";
import type { Metrics } from "./metrics.ts";

/** Why something that should have been kept was not. A new way to lose something gets a line here, or it is not seen. */
export const LOSS_REASONS = [
  /** Spans of accepted bodies that are invalid. */
  "invalid-spans",
  /** Bodies an earlier release accepted and this one cannot read. */
  "unreadable-bodies",
  /** Places in the journal's files that replay could not read. */
  "damaged-journal",
  /** Traces whose analysis failed. */
  "failed-traces",
  /** Requests whose time cannot be true. */
  "wrong-time",
  /** Requests of apps beyond the bound. */
  "too-many-apps",
  /** Rows that came for a day retention had let go. */
  "late-rows",
] as const;

export type LossReason = (typeof LOSS_REASONS)[number];

export type LossCounters = Readonly<Record<LossReason, () => number>>;

/** Everything that was lost, counted in one place: `/metrics`, Status, alerts and `weir doctor` cannot disagree. */
export class Losses {
  readonly #counters: LossCounters;

  constructor(counters: LossCounters, metrics: Metrics) {
    this.#counters = counters;
    metrics.gauges("weir_lost", "What should have been kept and was not, by reason", () =>
      this.#all().map(([reason, count]) => [{ reason }, count]),
    );
  }

  get total(): number {
    return this.#all().reduce((sum, [, count]) => sum + count, 0);
  }

  /** Reasons that occurred. */
  get list(): NonNullable<Status["ingest"]["losses"]> {
    return this.#all().flatMap(([reason, count]) => (count === 0 ? [] : [{ reason, count }]));
  }

  #all(): readonly (readonly [LossReason, number])[] {
    return LOSS_REASONS.map((reason) => [reason, this.#counters[reason]()]);
  }
}
