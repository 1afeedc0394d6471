export interface KillResult {
  readonly bench: "kills";
  readonly date: string;
  readonly commit: string;
  readonly store: string;
  readonly seed: string;
  readonly rounds: number;
  readonly points: Readonly<Record<string, { readonly rounds: number; readonly atStep: number }>>;
  readonly spans: { readonly acknowledged: number; readonly found: number; readonly duplicates: number };
  readonly alerts: { readonly opened: number; readonly told: number; readonly toldTwice: number };
  readonly faults: readonly string[];
}

export interface OutagesResult {
  readonly bench: "outages";
  readonly date: string;
  readonly commit: string;
  readonly store: string;
  readonly outages: readonly {
    readonly name: string;
    readonly expects: string;
    readonly ok: boolean;
    readonly acknowledged?: number;
    readonly found?: number;
    readonly duplicates?: number;
    readonly measured?: Readonly<Record<string, number>>;
  }[];
}

export interface FuzzPart {
  readonly bench: "fuzz";
  readonly target: string;
  readonly date: string;
  readonly commit: string;
  readonly first?: number;
  readonly inputs: number;
  readonly outcomes: number;
  readonly maxHeapMb: number;
  readonly defects: readonly object[];
}

export interface HostResult {
  readonly bench: "host";
  readonly date: string;
  readonly commit: string;
  readonly conditions: readonly {
    readonly app: string;
    readonly condition: string;
    readonly ok: boolean;
    readonly failingFunctions: number;
    readonly compared: number;
    readonly timed: number;
    readonly unlike: number;
    readonly calls: number;
    readonly differences: readonly string[];
  }[];
}

export interface Results {
  readonly kills: readonly KillResult[];
  readonly outages: readonly OutagesResult[];
  readonly hosts: readonly HostResult[];
  readonly fuzz: readonly FuzzPart[];
}

/** `docs/reliability.md`: what was done to Weir, and the figures of the newest run of each kind. */
export function reliabilityText({ kills, outages, hosts, fuzz }: Results): string {
  return [INTRODUCTION, killText(kills), outageText(outages), hostText(hosts), fuzzText(fuzz), LOSSES].join("\n\n");
}

const INTRODUCTION = `# Reliability

What was done to a real collector, and what was counted afterwards. The tables are written by
\`node tools/write-reliability.ts\` from the results in \`bench/results\`; each heading names the command that makes them.`;

function killText(kills: readonly KillResult[]): string {
  const runs = newest(kills, ({ store, seed }) => `${store} ${seed}`);
  const head = `## Killed

\`node --conditions=@weir/source bench/faults/kills.bench.ts --save\`

\`kill -9\` at random points of a collector's work, on one data folder, under load from a sender that sends again what was not
acknowledged. Acknowledged and found spans must be equal, duplicates zero, and every finding told to the receiver by one
message. With \`--store clickhouse\` the folder is a database on two replicas, and the servers are killed as well. _In time_ are
rounds whose step came within 15 seconds, where not all did: the others were killed then, whatever the collector was at.`;
  if (runs.length === 0) return `${head}\n\nNo run yet.`;
  const rows = runs.map(({ store, seed, rounds, points, spans, alerts, faults, commit }) => {
    const at = Object.entries(points).map(([name, { rounds: all, atStep }]) =>
      atStep < all ? `${name} ${all} (${atStep} in time)` : `${name} ${all}`,
    );
    const { acknowledged, found, duplicates } = spans;
    const told = `${alerts.told} of ${alerts.opened}${alerts.toldTwice > 0 ? `, ${alerts.toldTwice} twice` : ""}`;
    return [store, seed, rounds, at.join(", "), acknowledged, found, duplicates, told, faults.length, commit];
  });
  const sum = (field: "acknowledged" | "found" | "duplicates"): number =>
    runs.reduce((total, { spans }) => total + spans[field], 0);
  const rounds = runs.reduce((total, run) => total + run.rounds, 0);
  const columns = ["store", "seed", "rounds", "at", "acknowledged", "found", "duplicates", "told", "faults", "commit"];
  const total = `Together ${rounds} rounds: ${sum("acknowledged")} spans acknowledged, ${sum("found")} found, ${sum("duplicates")} duplicates.`;
  return [head, table(columns, rows), total].join("\n\n");
}

function outageText(outages: readonly OutagesResult[]): string {
  const head = `## Something else fails

\`node --conditions=@weir/source bench/faults/outages.bench.ts --save\` (mounts a small disk, which needs the right to)`;
  const all = outages.flatMap(({ outages: of, ...run }) => of.map((outage) => ({ ...run, ...outage })));
  const runs = newest(all, ({ store, name }) => `${store} ${name}`);
  if (runs.length === 0) return `${head}\n\nNo run yet.`;
  const rows = runs.map(({ name, expects, ok, acknowledged, found, duplicates, measured = {}, store, commit }) => {
    const counts = acknowledged === undefined ? "" : `${acknowledged} / ${found} / ${duplicates}`;
    const more = Object.entries(measured).map(([what, value]) => `${what} ${value}`);
    return [name, expects, ok ? "yes" : "**no**", counts, more.join(", "), store, commit];
  });
  const columns = ["what", "Weir", "so it was", "acknowledged / found / twice", "measured", "store", "commit"];
  return `${head}\n\n${table(columns, rows)}`;
}

function hostText(hosts: readonly HostResult[]): string {
  const head = `## The agent fails, or what is around it

\`node --conditions=@weir/source bench/faults/host.bench.ts --save\`

Both example apps, asked all their routes with and without the agent: status, headers and body of each answer, and each call
the app makes, with its answer, in order, have to be the same to the byte. The app without an agent is asked five times, of
services of different speeds: pages that show how long something took, or stream their parts as they get ready, are compared without
their bodies (_timed_), calls that ran beside each other without their order, and what the app does not repeat itself is counted.
_Failing_ is the number of the agent's functions that threw.`;
  const all = hosts.flatMap(({ conditions, ...run }) => conditions.map((condition) => ({ ...run, ...condition })));
  const runs = newest(all, ({ app, condition }) => `${app} ${condition}`);
  if (runs.length === 0) return `${head}\n\nNo run yet.`;
  const rows = runs.map(({ app, condition, failingFunctions, compared, timed, unlike, calls, differences, commit }) => {
    const failing = failingFunctions === 0 ? "" : failingFunctions;
    return [app, condition, failing, compared, timed, unlike, calls, differences.length, commit];
  });
  const columns = ["app", "what", "failing", "compared", "timed", "not compared", "calls", "differences", "commit"];
  return `${head}\n\n${table(columns, rows)}`;
}

function fuzzText(fuzz: readonly FuzzPart[]): string {
  const head = `## Hostile input

\`nice node --conditions=@weir/source bench/fuzz/fuzz.bench.ts --save\`

Half of the inputs are made by the language's grammar, half are mutated from those that had an outcome of their own. OTLP is
compared with a decoder generated from its definitions. A throw, a hang, too much processor time or memory is a defect.`;
  const targets = new Map<string, FuzzPart[]>();
  for (const part of newest(fuzz, ({ target, first = 0 }) => `${target} ${first}`)) {
    targets.set(part.target, [...(targets.get(part.target) ?? []), part]);
  }
  if (targets.size === 0) return `${head}\n\nNo run yet.`;
  const rows = [...targets]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([target, parts]) => {
      const inputs = parts.reduce((sum, part) => sum + part.inputs, 0);
      const defects = parts.reduce((sum, part) => sum + part.defects.length, 0);
      const most = (field: "outcomes" | "maxHeapMb"): number => Math.max(...parts.map((part) => part[field]));
      const commits = [...new Set(parts.map(({ commit }) => commit))].join(", ");
      return [target, inputs, most("outcomes"), defects, `${most("maxHeapMb")} MiB`, commits];
    });
  return `${head}\n\n${table(["what", "inputs", "different outcomes", "defects", "heap at most", "commit"], rows)}`;
}

const LOSSES = `## What can be lost, and where it is seen

Everything that should have been kept and was not is counted by reason, in one list: \`weir_lost{reason="…"}\` in
\`/metrics\`, \`ingest.losses\` in \`GET /api/v1/status\`, a warning in the log, a line of \`weir doctor\`, and an \`ingest.degraded\` alert.

| reason            | what happened                                                            |
| ----------------- | ------------------------------------------------------------------------ |
| invalid-spans     | spans without a valid id, kind or time; the sender was told              |
| unreadable-bodies | another release accepted a body that this one cannot read                |
| damaged-journal   | the disk returned other bytes than were written                          |
| failed-traces     | the analysis of a trace failed; the log says why                         |
| wrong-time        | a request from more than an hour ahead, or 90 days ago: a clock is wrong |
| too-many-apps     | a request of the 501st service and environment                           |
| late-rows         | rows for a day that retention had let go                                 |

Not lost, and counted by themselves: spans seen before (\`weir_ingest_duplicate_spans_total\`), spans of traces in which no
request was found (\`weir_pipeline_rootless_spans\`), whole requests beyond the bound of those kept as examples
(\`weir_store_dropped_traces\`), questions about source that were given up (\`weir_source_unread\`).

## What remains

- **A trace in several bodies, cut by a crash.** Of one whose first part was stored before the process died and whose other
  part came afterwards, the later part has no request to join: it is counted as rootless.
- **Senders that come back late.** The spans of the last 200,000 stored are known again after a crash. Who sends again after
  that is counted twice.
- **A collector that is away for a day.** A finding is told when a collector looks, which is every ten seconds. One whose
  collector died in between and whose last request is a day old when the next one looks is stale, not open: it is listed and
  not told. In the run of seed 2 on ClickHouse this was one of 26, most likely because a look at the busy servers took longer
  than the five minutes for which that bench holds its clock; since then a collector that has just started does not ask about
  quiet findings before it tells its news, and the run of seed 3 told all.
- **A clock that is wrong at the start.** While it runs, a collector does not let days go for a clock that jumps ahead; one that
  is started a month ahead does.
- **Power cuts** may take the last 50 ms of what was acknowledged, unless \`fsync\` is \`always\`.
- **A damaged file of a day** is left out and named; with new rows for its day it is set aside as \`.damaged-1\` and the day
  begins again. A day that is over is shown from its hours in \`main.db\`. A damaged \`main.db\` stops the start with its name:
  restore it, or move it away and keep the days.

## A damaged day, read again as far as it goes

With the collector stopped, in its folder \`store\`; the page size and the version of the form are not part of a dump:

\`\`\`sh
day=day-20261121.db
( echo 'PRAGMA page_size = 16384;'
  sqlite3 "$day" .dump | sed 's/^ROLLBACK.*/COMMIT;/'
  echo "PRAGMA user_version = $(sqlite3 "$day" 'PRAGMA user_version');" ) | sqlite3 mended.db
mv "$day" "$day.broken" && rm -f "$day-wal" "$day-shm" && mv mended.db "$day"
\`\`\`

Tables whose pages are gone stay empty: the lists show what the day's totals still hold, and nothing is made up. (\`.recover\` of
the command line of SQLite 3.40.1 refuses whole files, too.)
`;

function newest<Result extends { readonly date: string }>(
  results: readonly Result[],
  key: (result: Result) => string,
): readonly Result[] {
  const found = new Map<string, Result>();
  for (const result of results.toSorted((a, b) => a.date.localeCompare(b.date))) found.set(key(result), result);
  return [...found.values()];
}

function table(columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => (typeof cell === "number" ? cell.toLocaleString("en") : cell)).join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}
