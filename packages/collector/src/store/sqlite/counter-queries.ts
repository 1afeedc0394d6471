import { addCounts, CounterSums } from "../counter-sums.ts";
import { HOUR_MS } from "../day.ts";
import type { CounterAggregate, CounterQuery } from "../port.ts";
import { DamagedFile } from "./database-error.ts";
import type { NamedRoute, Row } from "./read-file.ts";
import type { Remembered } from "../remembered.ts";
import { wantedRoutes } from "./rollup-queries.ts";
import { coverWhole, type Segment, type Sources } from "./segments.ts";
import { decodeFields } from "./upserts.ts";

/** Fields of a remembered profile that count as one group of what is remembered. */
const FIELDS_PER_GROUP = 8;

/** Fields of one key on one route in one version, by their numbers in a file. */
interface CountedKey {
  readonly route: number;
  readonly version: number;
  readonly key: string;
  readonly fields: ReadonlyMap<string, number>;
}

export function countersOf(sources: Sources, query: CounterQuery, remembered: Remembered): readonly CounterAggregate[] {
  const sums = new CounterSums();
  for (const whole of coverWhole(sources, query, HOUR_MS)) {
    const { file } = whole;
    const wanted = wantedRoutes(file, query);
    const version = query.version === undefined ? undefined : file.textId(query.version);
    if (query.version !== undefined && version === undefined) continue;
    for (const segment of atWrittenHour(whole)) {
      for (const counted of countedIn(segment, { ...query, versionId: version }, wanted, remembered)) {
        const route = wanted.get(counted.route);
        if (route === undefined) continue;
        sums.add({ ...route, version: file.text(counted.version), key: counted.key }, counted.fields);
      }
    }
  }
  return sums.counted;
}

/** The hour that is being written apart from those before it, whose sums stay. */
function atWrittenHour(segment: Segment): readonly Segment[] {
  const written = segment.file.writtenHour;
  if (written <= segment.from || written >= segment.to) return [segment];
  return [
    { ...segment, to: written },
    { ...segment, from: written },
  ];
}

interface FileQuery extends CounterQuery {
  readonly versionId: number | undefined;
}

/** Sought by key where keys are given, else by route where one is. Only what was sought by key is remembered. */
function countedIn(
  segment: Segment,
  { kind, keys, routeKey, versionId }: FileQuery,
  routes: ReadonlyMap<number, NamedRoute>,
  remembered: Remembered,
): readonly CountedKey[] {
  const { file, from, to } = segment;
  const version = versionId === undefined ? "" : " AND version = ?";
  const values = [...(versionId === undefined ? [] : [versionId]), kind, from, to];
  const rest = `${version} AND kind = ? AND bucket >= ? AND bucket < ?`;
  const select = "SELECT route, version, key, fields FROM counters";
  if (keys !== undefined) {
    const [place, stamp] = [
      `${kind} counters ${file.name} ${file.identity} ${from} ${to} ${versionId}`,
      file.stamp(from, to),
    ];
    const sql = `${select} INDEXED BY counters_of_key WHERE key = ?${rest}`;
    return keys.flatMap((text) => {
      const make = () =>
        summed(
          segment,
          byId(segment, text).flatMap((id) => file.all(sql, id, ...values)),
        );
      return remembered.value(`${place} ${text}`, stamp, make, groupsOf);
    });
  }
  if (routeKey === undefined) return summed(segment, file.each(`${select} WHERE 1${rest}`, ...values));
  const sql = `${select} WHERE route = ?${rest}`;
  return summed(
    segment,
    [...routes.keys()].flatMap((route) => file.all(sql, route, ...values)),
  );
}

function byId({ file }: Segment, text: string): readonly number[] {
  const id = file.textId(text);
  return id === undefined ? [] : [id];
}

function groupsOf(counted: readonly CountedKey[]): number {
  return 1 + counted.reduce((sum, { fields }) => sum + Math.ceil(fields.size / FIELDS_PER_GROUP), 0);
}

/** Rows as (route, version, key, fields), one per hour, added up. */
function summed({ file }: Segment, rows: Iterable<Row>): readonly CountedKey[] {
  const groups = new Map<string, CountedKey & { readonly fields: Map<string, number> }>();
  for (const [route, version, key, text] of rows) {
    const id = `${String(route)} ${String(version)} ${String(key)}`;
    const fields = read(String(text), file.name);
    const known = groups.get(id);
    if (known === undefined) {
      groups.set(id, { route: Number(route), version: Number(version), key: file.text(key), fields });
    } else addCounts(known.fields, fields);
  }
  return [...groups.values()];
}

function read(text: string, file: string): Map<string, number> {
  try {
    return decodeFields(text);
  } catch (error) {
    throw new DamagedFile(file, error);
  }
}
