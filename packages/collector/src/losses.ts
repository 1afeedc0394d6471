import { LOSS_REASONS, type LossReason, type Status } from "@weir/core";
import type { Metrics } from "./metrics.ts";

export type LossCounters = Readonly<Record<LossReason, () => number>>;

/** Everything that was lost, counted in one place: `/metrics`, Status, log, alerts and `weir doctor` cannot disagree. */
export class Losses {
  readonly #counters: LossCounters;
  readonly #said = new Map<string, number>();

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

  /** Reasons that occurred since this was asked last, each with all it has counted: what a log has not said yet. */
  unsaid(): NonNullable<Status["ingest"]["losses"]> {
    const news = this.list.filter(({ reason, count }) => count !== this.#said.get(reason));
    for (const { reason, count } of news) this.#said.set(reason, count);
    return news;
  }

  #all(): readonly (readonly [LossReason, number])[] {
    return LOSS_REASONS.map((reason) => [reason, this.#counters[reason]()]);
  }
}
