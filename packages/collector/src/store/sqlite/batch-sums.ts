import { type RollupRow, RollupSum } from "./rollup-sum.ts";

export type SummedTable =
  | "route_minutes"
  | "route_hours"
  | "route_days"
  | "finding_minutes"
  | "finding_hours"
  | "finding_days";

export interface SummedGroup {
  readonly table: SummedTable;
  readonly bucket: number;
  readonly ids: readonly number[];
  readonly sum: RollupSum;
}

/** A batch's rows added up per table, bucket and ids, so that each group is written once. */
export class BatchSums {
  readonly #groups = new Map<string, SummedGroup>();

  add(table: SummedTable, bucket: number, ids: readonly number[], row: RollupRow, error: boolean): void {
    const key = `${table} ${bucket} ${ids.join(" ")}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { table, bucket, ids, sum: new RollupSum() };
      this.#groups.set(key, group);
    }
    group.sum.add(row, error);
  }

  get groups(): Iterable<SummedGroup> {
    return this.#groups.values();
  }
}
