/** Raised with every change of the tables. */
export const SCHEMA_VERSION = 2;

/** What a file is made of, and what brings one of an earlier version up to it: `upgrades[0]` version 1, and so on. */
export interface FileForm {
  readonly tables: string;
  readonly upgrades: readonly string[];
}

const ROLLUP = `
  n INTEGER NOT NULL, errors INTEGER NOT NULL, first INTEGER, last INTEGER,
  duration BLOB NOT NULL, saved_low BLOB NOT NULL, saved_high BLOB NOT NULL`;

/** Holds what exemplars are chosen by, so that looking for some does not read the bytes of all. */
const TRACES_OF_ROUTE = "CREATE INDEX traces_of_route ON traces (route, ts, fingerprints);";

/**
 * Tables of the day files and of `main.db` alike: `main.db` holds the same things of sealed days. Ids of routes and
 * texts are local to their file, so a day file is complete without any other; they are never
 * given twice, so that a reader may remember them. `bucket` and `day` are milliseconds.
 */
const SHARED_TABLES = `
CREATE TABLE routes (id INTEGER PRIMARY KEY AUTOINCREMENT, service TEXT NOT NULL, env TEXT NOT NULL, route_key TEXT NOT NULL,
  method TEXT, route TEXT, UNIQUE (service, env, route_key));
CREATE TABLE texts (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL UNIQUE);
CREATE TABLE route_hours (bucket INTEGER, route INTEGER, version INTEGER, ${ROLLUP},
  PRIMARY KEY (bucket, route, version)) WITHOUT ROWID;
CREATE TABLE finding_hours (bucket INTEGER, finding INTEGER, route INTEGER, version INTEGER, ${ROLLUP},
  PRIMARY KEY (bucket, finding, route, version)) WITHOUT ROWID;
CREATE TABLE route_days (day INTEGER, route INTEGER, version INTEGER, n INTEGER NOT NULL, first INTEGER, last INTEGER,
  PRIMARY KEY (day, route, version)) WITHOUT ROWID;
CREATE TABLE finding_days (day INTEGER, finding INTEGER, route INTEGER, version INTEGER,
  n INTEGER NOT NULL, first INTEGER, last INTEGER, PRIMARY KEY (day, finding, route, version)) WITHOUT ROWID;
CREATE TABLE counters (route INTEGER, version INTEGER, kind TEXT, key INTEGER, bucket INTEGER, fields TEXT NOT NULL,
  PRIMARY KEY (route, version, kind, key, bucket)) WITHOUT ROWID;
CREATE INDEX counters_of_key ON counters (key);
CREATE TABLE documents (kind TEXT, key TEXT, service TEXT, env TEXT, route_key TEXT NOT NULL, version TEXT NOT NULL,
  ts INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key, service, env)) WITHOUT ROWID;
CREATE TABLE traces (id INTEGER PRIMARY KEY, trace_id TEXT NOT NULL, span_id TEXT NOT NULL, route INTEGER NOT NULL,
  version INTEGER NOT NULL, ts INTEGER NOT NULL, duration INTEGER NOT NULL, saved INTEGER NOT NULL,
  fingerprints TEXT NOT NULL, view BLOB NOT NULL, spans BLOB, UNIQUE (trace_id, span_id));
${TRACES_OF_ROUTE}
CREATE TABLE settings (key TEXT PRIMARY KEY, value NOT NULL) WITHOUT ROWID;
`;

/**
 * Requests as blocks, see `request-block.ts`, and when an hour's counts last changed, by the day's revision. Version 1
 * had a table `requests` with a row each; it stays where it is, nothing reads it.
 */
const SINCE_2 = `
CREATE TABLE request_blocks (batch INTEGER PRIMARY KEY, rows BLOB NOT NULL);
CREATE TABLE hours (bucket INTEGER PRIMARY KEY, revision INTEGER NOT NULL);
`;

const NEW_INDEX = `DROP INDEX traces_of_route; ${TRACES_OF_ROUTE}`;

/** One UTC day: everything above, its requests and minutes, and the ids of the batches it took. */
const DAY_TABLES: string = `${SHARED_TABLES}${SINCE_2}
CREATE TABLE batches (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, days TEXT NOT NULL);
CREATE TABLE route_minutes (bucket INTEGER, route INTEGER, version INTEGER, ${ROLLUP},
  PRIMARY KEY (bucket, route, version)) WITHOUT ROWID;
CREATE TABLE finding_minutes (bucket INTEGER, finding INTEGER, route INTEGER, version INTEGER, ${ROLLUP},
  PRIMARY KEY (bucket, finding, route, version)) WITHOUT ROWID;
`;

export const DAY_FORM: FileForm = { tables: DAY_TABLES, upgrades: [SINCE_2 + NEW_INDEX] };

/** What outlives every day: sealed days, decisions of people, announced deploys. */
const MAIN_TABLES: string = `${SHARED_TABLES}
CREATE TABLE sealed_days (day TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE finding_states (fingerprint TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE deploys (service TEXT, env TEXT, version TEXT, at INTEGER NOT NULL,
  PRIMARY KEY (service, env, version)) WITHOUT ROWID;
`;

export const MAIN_FORM: FileForm = { tables: MAIN_TABLES, upgrades: [NEW_INDEX] };

/** Made where they are missing, also in files of earlier versions: nothing else of a file's form depends on them. */
export const ALERT_TABLES = `
CREATE TABLE IF NOT EXISTS alert_rows (kind TEXT, key TEXT, at INTEGER NOT NULL, due INTEGER, scope TEXT NOT NULL,
  body TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS alert_rows_by_time ON alert_rows (kind, at DESC, key);
CREATE INDEX IF NOT EXISTS alert_rows_due ON alert_rows (kind, due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS leases (name TEXT PRIMARY KEY, holder TEXT NOT NULL, token INTEGER NOT NULL,
  until INTEGER NOT NULL) WITHOUT ROWID;
`;
