/**
 * Writes `docs/reliability.md` from the newest results of each bench in `bench/results/{faults,fuzz}`:
 *
 *   node tools/write-reliability.ts
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "oxfmt";
import {
  type FuzzPart,
  type HostResult,
  type KillResult,
  type OutagesResult,
  reliabilityText,
} from "./reliability/reliability-text.ts";

const ROOT = join(import.meta.dirname, "..");

function results<Result extends { readonly bench: string }>(folder: string, bench: Result["bench"]): Result[] {
  const path = join(ROOT, "bench/results", folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(path, name), "utf8")) as Result)
    .filter((result) => result.bench === bench);
}

const text = reliabilityText({
  kills: results<KillResult>("faults", "kills"),
  outages: results<OutagesResult>("faults", "outages"),
  hosts: results<HostResult>("faults", "host"),
  fuzz: results<FuzzPart>("fuzz", "fuzz"),
});
const target = join(ROOT, "docs/reliability.md");
// Formatted as the gate wants it, so that writing it again changes nothing but figures.
const { code } = await format("reliability.md", text, { printWidth: 120 });
writeFileSync(target, code);
console.log("docs/reliability.md");
