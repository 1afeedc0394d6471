import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { join, relative, resolve } from "node:path";
import type { BenchResult } from "./measure.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** What a result file holds besides the figures: when, of which commit, on what. */
export interface SavedResult extends BenchResult {
  readonly at: string;
  readonly commit: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
  /** Load averages of the machine when the bench ended. */
  readonly load: readonly number[];
}

/** Keeps what was measured in `bench/results/<room>/<name>-<date>-<commit>.json`. Returns the file, relative to the root. */
export async function saveResult(room: string, name: string, result: BenchResult): Promise<string> {
  const at = new Date().toISOString();
  const commit = execFileSync("git", ["rev-parse", "--short=8", "HEAD"], { cwd: ROOT, encoding: "utf8" }).trim();
  const machine = { cpu: cpus()[0]?.model ?? "", cores: cpus().length, node: process.version };
  const folder = join(ROOT, "bench/results", room);
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${name}-${at.slice(0, 10)}-${commit}.json`);
  const saved: SavedResult = { at, commit, machine, load: loadavg(), ...result };
  await writeFile(file, `${JSON.stringify(saved, null, 1)}\n`);
  return relative(ROOT, file);
}
