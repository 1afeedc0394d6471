import { execFileSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join, relative, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");

/** Keeps what was measured, with the machine and the commit it was measured on. Returns the file. */
export async function saveResult(prefix: string, result: object): Promise<string> {
  const now = new Date().toISOString();
  const commit = execFileSync("git", ["rev-parse", "--short=8", "HEAD"], { cwd: ROOT, encoding: "utf8" }).trim();
  const machine = { cpu: cpus()[0]?.model ?? "", cores: cpus().length, node: process.version };
  const folder = join(ROOT, "bench/results/dashboard");
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${prefix}${now.slice(0, 10)}-${commit}.json`);
  await writeFile(file, `${JSON.stringify({ at: now, commit, machine, ...result }, null, 2)}\n`);
  return relative(ROOT, file);
}
