import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { BENCHES } from "./benches.ts";
import { writePage } from "./result/write-page.ts";

/*
 * Every table of speed and memory, one after the other, and the page that shows them:
 *
 *   npm run bench                     all of them; over an hour, on a machine with nothing else to do
 *   npm run bench -- reader receive   some, by name
 *   npm run bench -- page             only the page, from the newest result of each
 *
 * Raw figures stay in `bench/results/<room>/`; the page is `bench/results/<date>-<commit>.{json,html}`.
 */
const ROOT = resolve(import.meta.dirname, "..");
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => name !== "page" && BENCHES.every((bench) => bench.name !== name));
if (unknown.length > 0) {
  console.error(
    `No bench is called ${unknown.join(", ")}. There are: ${BENCHES.map(({ name }) => name).join(", ")}, page`,
  );
  process.exit(2);
}

const chosen = wanted.length === 0 ? BENCHES : BENCHES.filter(({ name }) => wanted.includes(name));
const failed: string[] = [];
const startedAt = performance.now();
const minutes = (): string => `${Math.round((performance.now() - startedAt) / 60_000)} min`;
// Those that ask ten million stored requests fill a store once.
const kept = process.env["WEIR_BENCH_FOLDER"];
const folder = kept ?? mkdtempSync(join(tmpdir(), "weir-bench-"));
try {
  for (const [index, { name, about, command, env, needs }] of chosen.entries()) {
    console.error(`\n${index + 1} of ${chosen.length} · ${minutes()} · ${name}: ${about}`);
    if (needs !== undefined && process.env[needs.variable] === undefined) {
      console.error(`Left out, the page keeps its last result: ${needs.variable} does not say where ${needs.what} is`);
      continue;
    }
    const [, ...args] = command;
    const { status } = spawnSync(process.execPath, args, {
      cwd: ROOT,
      stdio: "inherit",
      env: { ...process.env, WEIR_BENCH_FOLDER: folder, ...env },
    });
    if (status !== 0) failed.push(name);
  }
} finally {
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}
console.error(`\nAll after ${minutes()}`);
console.log(await writePage());
if (failed.length > 0) console.error(`Failed: ${failed.join(", ")}`);
process.exitCode = failed.length > 0 ? 1 : 0;
