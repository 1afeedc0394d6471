import { floorTo, HOUR_MS, MINUTE_MS } from "../day.ts";
import type { Millis } from "../port.ts";
import { type RollupRow, RollupSum } from "./rollup-sum.ts";

export interface SummedGroup {
  /** Start of its minute, hour or day. */
  readonly bucket: Millis;
  readonly ids: readonly number[];
  readonly sum: RollupSum;
}

/** A batch's rows added up per bucket and ids, so that each group is written once. Rows are summed once, into minutes. */
export class BatchSums {
  readonly #groups = new Map<string, SummedGroup>();

  add(ids: readonly number[], row: RollupRow, error: boolean): void {
    at(this.#groups, floorTo(row.ts, MINUTE_MS), ids).add(row, error);
  }

  get minutes(): Iterable<SummedGroup> {
    return this.#groups.values();
  }

  get hours(): Iterable<SummedGroup> {
    return this.#merged((bucket) => floorTo(bucket, HOUR_MS));
  }

  /** All rows are of the day that begins at `start`. */
  day(start: Millis): Iterable<SummedGroup> {
    return this.#merged(() => start);
  }

  #merged(bucketOf: (minute: Millis) => Millis): Iterable<SummedGroup> {
    const groups = new Map<string, SummedGroup>();
    for (const { bucket, ids, sum } of this.#groups.values()) at(groups, bucketOf(bucket), ids).merge(sum);
    return groups.values();
  }
}

function at(groups: Map<string, SummedGroup>, bucket: Millis, ids: readonly number[]): RollupSum {
  const key = `${bucket} ${ids.join(" ")}`;
  let group = groups.get(key);
  if (group === undefined) {
    group = { bucket, ids, sum: new RollupSum() };
    groups.set(key, group);
  }
  return group.sum;
}
