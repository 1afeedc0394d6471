import type { Metrics } from "../metrics.ts";
import type { Store, StoreStats } from "./port.ts";

/** What the store says of itself, as it was when it was last asked: metrics cannot wait for an answer. */
export class StoreCounts {
  readonly #store: Store;
  #stats: StoreStats | undefined;
  #failures = 0;

  constructor(store: Store, metrics: Metrics) {
    this.#store = store;
    const gauge = (name: string, help: string, read: (stats: StoreStats) => number): void =>
      metrics.gauge(`weir_store_${name}`, help, () => (this.#stats === undefined ? 0 : read(this.#stats)));
    gauge("bytes", "Bytes of the store", ({ bytes }) => bytes);
    gauge("late_rows", "Rows that came for a day already let go", ({ dropped }) => dropped.lateRows);
    gauge("dropped_traces", "Whole requests not kept because a bound was reached", ({ dropped }) => dropped.traces);
    gauge("over_bound", "What a store without a disk let go at its bounds", ({ dropped }) => dropped.overBound);
    metrics.gauge("weir_store_failures", "Times the store did not say how it is", () => this.#failures);
  }

  get lateRows(): number {
    return this.#stats?.dropped.lateRows ?? 0;
  }

  /** Asks again. A store that does not answer leaves what it said before. */
  async refresh(): Promise<void> {
    try {
      this.#stats = await this.#store.stats();
    } catch (error) {
      this.#failures += 1;
      throw error;
    }
  }
}
