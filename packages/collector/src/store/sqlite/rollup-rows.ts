import { HOUR_MS, MINUTE_MS } from "../day.ts";
import type { Millis } from "../port.ts";
import { Aggregate, type EncodedSums } from "../aggregate.ts";
import { DamagedFile } from "./database-error.ts";
import type { Row } from "./read-file.ts";
import type { Remembered } from "../remembered.ts";
import type { Segment } from "./segments.ts";

/** Sums of one group of a file over a segment. */
export interface GroupSums extends EncodedSums {
  /** Numbers in the file: route, version, and of findings the fingerprint. */
  readonly ids: readonly number[];
}

/** Columns of a rollup table that are added up, in the order `Aggregate` takes them. */
const SUMS = "m.n, m.errors, m.first, m.last, m.duration, m.saved_low, m.saved_high";
const ROUTE = `m.route, m.version, ${SUMS}`;
const FINDING = `m.route, m.version, m.finding, ${SUMS}`;

/** Sums of every route and version of a segment. */
export function routeSums(segment: Segment, remembered: Remembered): readonly GroupSums[] {
  return allSums(segment, "route", remembered);
}

/** Sums of every finding, route and version of a segment. */
export function findingSums(segment: Segment, remembered: Remembered): readonly GroupSums[] {
  return allSums(segment, "finding", remembered);
}

/** Sums of some routes; each is sought bucket by bucket. */
export function soughtRoutes(segment: Segment, routes: readonly number[]): readonly GroupSums[] {
  const sql = seek(segment, "route", ROUTE, "m.route = ?3");
  return summed(segment, 2, routes.map((route) => segment.file.all(sql, segment.from, segment.to, route)).flat());
}

export function soughtFindings(segment: Segment, fingerprint: string): readonly GroupSums[] {
  const id = segment.file.textId(fingerprint);
  if (id === undefined) return [];
  const sql = seek(segment, "finding", FINDING, "m.finding = ?3");
  return summed(segment, 3, segment.file.all(sql, segment.from, segment.to, id));
}

/** Rollup rows of some routes as they are, bucket by bucket. */
export function routeRows(
  segment: Segment,
  routes: readonly number[],
): readonly { readonly bucket: Millis; readonly sums: EncodedSums }[] {
  const { file, from, to } = segment;
  const sql = seek(segment, "route", `m.bucket, ${SUMS}`, "m.route = ?3");
  return checked(segment, () =>
    routes
      .flatMap((route) => file.all(sql, from, to, route))
      .map((row) => {
        const sum = new Aggregate();
        sum.addRow(row, 1);
        return { bucket: Number(row[0]), sums: sum.sums };
      }),
  );
}

function allSums(segment: Segment, kind: "route" | "finding", remembered: Remembered): readonly GroupSums[] {
  const { file, tier, from, to } = segment;
  const [columns, ids] = kind === "route" ? ([ROUTE, 2] as const) : ([FINDING, 3] as const);
  const sql = `SELECT ${columns} FROM ${kind}_${tier} m WHERE m.bucket >= ? AND m.bucket < ?`;
  const key = `${kind} ${tier} ${file.name} ${file.identity} ${from} ${to}`;
  return remembered.groups(key, file.stamp(from, to), () => summed(segment, ids, file.each(sql, from, to)));
}

/** The first `ids` columns say which group a row belongs to. */
function summed(segment: Segment, ids: 2 | 3, rows: Iterable<Row>): readonly GroupSums[] {
  return checked(segment, () => {
    const groups = new Map<string, { readonly ids: readonly number[]; readonly sum: Aggregate }>();
    for (const row of rows) {
      const key =
        ids === 2 ? `${String(row[0])} ${String(row[1])}` : `${String(row[0])} ${String(row[1])} ${String(row[2])}`;
      let group = groups.get(key);
      if (group === undefined) {
        group = { ids: row.slice(0, ids).map(Number), sum: new Aggregate() };
        groups.set(key, group);
      }
      group.sum.addRow(row, ids);
    }
    return [...groups.values()].map(({ ids, sum }) => ({ ids, ...sum.sums }));
  });
}

/** Every bucket of a segment, so that a primary key starting with the bucket can be sought. */
function seek({ tier }: Segment, kind: "route" | "finding", columns: string, where: string): string {
  const step = tier === "hours" ? HOUR_MS : MINUTE_MS;
  return `WITH RECURSIVE buckets (at) AS (SELECT ?1 WHERE ?1 < ?2 UNION ALL SELECT at + ${step} FROM buckets WHERE at + ${step} < ?2)
    SELECT ${columns} FROM buckets b CROSS JOIN ${kind}_${tier} m ON m.bucket = b.at WHERE ${where}`;
}

/** A distribution that does not read back is damage of the segment's file. */
function checked<T>({ file }: Segment, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new DamagedFile(file.name, error);
    throw error;
  }
}
