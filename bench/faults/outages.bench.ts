import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { halfOpen, idleConnections, slowBodies } from "./outages/connections.ts";
import { damagedDay, fullDisk, readOnlyDisk } from "./outages/disk.ts";
import type { Outage, OutageResult } from "./outages/outage.ts";
import { clockAYearAhead, jumpingClock, slowStore, storeAway } from "./outages/time-and-store.ts";

/*
 * What goes wrong around a collector, done to a real one under load:
 *
 *   node --conditions=@weir/source bench/faults/outages.bench.ts [--only "full disk" --only "slow store"] [--save]
 *
 * The ones about disks mount a small one and need the right to. With `--save` the figures go to `bench/results/faults/`.
 */
const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    port: { type: "string", default: "5685" },
    save: { type: "boolean", default: false },
  },
});

const OUTAGES: readonly Outage[] = [
  fullDisk,
  readOnlyDisk,
  damagedDay,
  jumpingClock,
  clockAYearAhead,
  storeAway,
  slowStore,
  idleConnections,
  halfOpen,
  slowBodies,
];

const { only } = options;
const results: (OutageResult & Pick<Outage, "name" | "expects"> & { readonly ok: boolean })[] = [];
for (const { name, expects, run } of OUTAGES) {
  if (only !== undefined && !only.includes(name)) continue;
  const work = join(tmpdir(), `weir-outage-${name.replaceAll(/\W+/g, "-")}`);
  const result = await run({ work, port: Number(options.port) });
  const { acknowledged, found, duplicates = 0, faults = [], holds } = result;
  const ok = Object.values(holds).every(Boolean) && acknowledged === found && duplicates === 0 && faults.length === 0;
  results.push({ name, expects, ok, ...result });
  console.log(JSON.stringify(results.at(-1)));
}
if (options.save) {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const at = new Date().toISOString();
  const date = at.slice(0, 10);
  const folder = fileURLToPath(new URL("../results/faults/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const result = { bench: "outages", date: at, commit, node: process.versions.node, store: "sqlite", outages: results };
  writeFileSync(
    join(folder, `${date}-${commit}-outages-sqlite${only === undefined ? "" : "-some"}.json`),
    `${JSON.stringify(result, null, 2)}\n`,
  );
}
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
