import { HOUR_MS } from "../day.ts";

/** What of a store's form depends on where it lies. */
export interface Place {
  readonly database: string;
  readonly cluster: string | undefined;
  /** The engine of a table without replicas can drop repeated blocks too; old servers cannot. */
  readonly dedupesAlone: boolean;
}

/** Blocks remembered per table, and how long: a batch may be sent again to a replica that far behind. */
const REMEMBERED_BLOCKS = 10_000;
const REMEMBERED_S = 604_800;

/** The second part of the key of `facts`: conditions have to say it in these very words to be answered by the key. */
export const HOUR_OF_ROW: string = `intDiv(ts, ${HOUR_MS})`;

export type ShardedTable = "facts" | "traces" | "hours";
export type SharedTable = "settled" | "names" | "documents" | "state" | "tally";

/** The name under which all rows of a sharded table are read and written. */
export function sharded({ database, cluster }: Place, table: ShardedTable): string {
  return cluster === undefined ? `${database}.${table}` : `${database}.${table}_all`;
}

/** A table that every server has whole. */
export function shared({ database }: Place, table: SharedTable): string {
  return `${database}.${table}`;
}

/** `ON CLUSTER …` where there is one. */
export function onCluster({ cluster }: Place): string {
  return cluster === undefined ? "" : ` ON CLUSTER ${cluster}`;
}

interface Table {
  readonly name: ShardedTable | SharedTable;
  readonly columns: string;
  /** Before `MergeTree`, and its parameter. */
  readonly engine: readonly [kind: string, parameter?: string];
  readonly partition?: string;
  readonly order: string;
  /** What decides where a row of a sharded table lies. */
  readonly shardBy?: string;
}

/**
 * One row of `facts` per request, per finding in a request, per evidence count, and one that says the batch is whole: a
 * batch is one block per day in one table, which is why it is stored whole. All of a batch lies on one shard.
 * `cell` is the first 53 bits of `dim` and the bucket of the duration: grouping by one number is several times faster.
 */
const TABLES: readonly Table[] = [
  {
    name: "facts",
    columns: `kind UInt8, day UInt32, dim FixedString(16), ts UInt64, cell UInt64, low_b UInt16, high_b UInt16,
      dur UInt32, saved_low UInt32, saved_high UInt32, status UInt16, err UInt8, spans UInt32, findings UInt32, sign Int8,
      field String, count Int64, trace FixedString(16), span FixedString(8), batch String, row UInt32`,
    engine: [""],
    partition: "day",
    // The newest rows of all dimensions are asked for most often: by dimension alone they would lie all over the day.
    order: `(kind, ${HOUR_OF_ROW}, dim, ts)`,
    shardBy: "cityHash64(batch)",
  },
  {
    name: "hours",
    columns: `kind UInt8, day UInt32, dim FixedString(16), hour UInt64, seal String, n Int64, errors Int64,
      first UInt64, last UInt64, duration String, saved_low String, saved_high String, field String, count Int64`,
    engine: ["Replacing"],
    partition: "day",
    order: "(kind, dim, hour, field, seal)",
    shardBy: "cityHash64(dim)",
  },
  {
    name: "settled",
    columns: "day UInt32, kind UInt8, start UInt64, end UInt64, stamp String, sums String",
    engine: ["Replacing"],
    partition: "day",
    order: "(kind, start, end)",
  },
  {
    name: "traces",
    columns: `day UInt32, trace_id String, span_id String, seq UInt64, kept UInt8, ts UInt64, service String, env String,
      route_key String, version String, duration UInt64, saved UInt64, fingerprints String, view String, spans String,
      has_spans UInt8`,
    engine: ["Replacing", "seq"],
    partition: "day",
    order: "(trace_id, span_id)",
    shardBy: "cityHash64(trace_id)",
  },
  {
    name: "names",
    columns: `day UInt32, kind UInt8, id FixedString(16), service String, env String, route_key String, version String,
      method String, route String, key String`,
    engine: ["Replacing"],
    partition: "day",
    order: "(kind, id)",
  },
  {
    name: "documents",
    columns: `day UInt32, kind String, key String, service String, env String, route_key String, version String, ts UInt64,
      body String`,
    engine: ["Replacing"],
    partition: "day",
    order: "(kind, key, service, env, ts, version, body)",
  },
  {
    name: "state",
    columns: `fence String, space String, key String, seq UInt64, writer String, at Int64, due Int64, has_due UInt8,
      scope String, body String, gone UInt8`,
    engine: ["Replacing", "seq"],
    partition: "fence",
    order: "(space, key, writer)",
  },
  {
    name: "tally",
    columns: "what String, batch String, n Int64",
    engine: ["Summing", "n"],
    order: "(what)",
  },
];

/** The statements that make a store of the first form. Each may be run again. */
export function createStatements(place: Place): readonly string[] {
  const { database, cluster } = place;
  const on = onCluster(place);
  return [
    `CREATE DATABASE IF NOT EXISTS ${database}${on}`,
    ...TABLES.map((table) => createTable(place, table)),
    ...TABLES.flatMap(({ name, shardBy }) =>
      cluster === undefined || shardBy === undefined
        ? []
        : [
            `CREATE TABLE IF NOT EXISTS ${database}.${name}_all${on} AS ${database}.${name}
              ENGINE = Distributed(${cluster}, ${database}, ${name}, ${shardBy})`,
          ],
    ),
  ];
}

/** Tables that hold rows. */
export const TABLE_NAMES: readonly (ShardedTable | SharedTable)[] = TABLES.map(({ name }) => name);

/** Everything `createStatements` makes in the database: whoever was killed in the middle has made some of it. */
export function createdNames({ cluster }: Place): readonly string[] {
  const distributed = TABLES.flatMap(({ name, shardBy }) => (shardBy === undefined ? [] : [`${name}_all`]));
  return cluster === undefined ? TABLE_NAMES : [...TABLE_NAMES, ...distributed];
}

function createTable(place: Place, { name, columns, engine, partition, order, shardBy }: Table): string {
  const { database, cluster, dedupesAlone } = place;
  const [kind, parameter] = engine;
  const isReplicated = cluster !== undefined;
  const isSmall = name !== "facts";
  // A table that every server has whole is one table for all shards, and servers of two shards may be called alike.
  const path =
    shardBy === undefined
      ? [`'/clickhouse/tables/weir/${database}/${name}'`, "'{shard}-{replica}'"]
      : [`'/clickhouse/tables/{shard}/weir/${database}/${name}'`, "'{replica}'"];
  const parameters = [...(isReplicated ? path : []), ...(parameter === undefined ? [] : [parameter])].join(", ");
  // A server that was killed does not start again while rows it never made known are more than half of a table: in one
  // of a dozen rows a single insert is. Such rows were never acknowledged, and are put aside. The many rows of facts
  // keep the check, so a server that is given another's ZooKeeper still stops.
  const restart = isSmall ? ", replicated_max_ratio_of_wrong_parts = 1" : "";
  const window = isReplicated
    ? ` SETTINGS replicated_deduplication_window = ${REMEMBERED_BLOCKS},
        replicated_deduplication_window_seconds = ${REMEMBERED_S}${restart}`
    : dedupesAlone
      ? ` SETTINGS non_replicated_deduplication_window = ${REMEMBERED_BLOCKS}`
      : "";
  return `CREATE TABLE IF NOT EXISTS ${database}.${name}${onCluster(place)} (${columns})
    ENGINE = ${isReplicated ? "Replicated" : ""}${kind}MergeTree(${parameters})
    ${partition === undefined ? "" : `PARTITION BY ${partition}`} ORDER BY ${order}${window}`;
}
