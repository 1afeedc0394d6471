import { execFileSync } from "node:child_process";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isMet, type Measure } from "./measure.ts";
import { plotSvg } from "./plot-svg.ts";
import type { SavedResult } from "./save-result.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const RESULTS = join(ROOT, "bench/results");

/**
 * Gathers the newest result of each bench into `bench/results/<date>-<commit>.json` and a page of tables and plots beside
 * it. Returns the page's path, relative to the root.
 */
export async function writePage(): Promise<string> {
  const results = await newestResults();
  const date = new Date().toISOString().slice(0, 10);
  const commit = execFileSync("git", ["rev-parse", "--short=8", "HEAD"], { cwd: ROOT, encoding: "utf8" }).trim();
  const name = `${date}-${commit}`;
  const plain = results.map(({ raw: _raw, ...rest }) => rest);
  await writeFile(join(RESULTS, `${name}.json`), `${JSON.stringify({ date, commit, results: plain }, null, 1)}\n`);
  await writeFile(join(RESULTS, `${name}.html`), pageOf(name, results));
  return `bench/results/${name}.html`;
}

/** Of every bench the result that was measured last. */
async function newestResults(): Promise<readonly SavedResult[]> {
  const newest = new Map<string, SavedResult>();
  for (const entry of await readdir(RESULTS, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".json") || entry.parentPath === RESULTS) continue;
    const result = JSON.parse(await readFile(join(entry.parentPath, entry.name), "utf8")) as Partial<SavedResult>;
    // Results of before the common form, and those that have a page of their own, have no list of measures.
    if (!isSaved(result)) continue;
    const known = newest.get(result.bench);
    if (known === undefined || known.at < result.at) newest.set(result.bench, result);
  }
  return [...newest.values()].toSorted((a, b) => a.bench.localeCompare(b.bench));
}

function isSaved(result: Partial<SavedResult>): result is SavedResult {
  return Array.isArray(result.measures) && typeof result.bench === "string" && typeof result.at === "string";
}

function pageOf(name: string, results: readonly SavedResult[]): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Weir: measured ${name}</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
  body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
  table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1.5rem }
  th, td { text-align: left; padding: 0.2rem 0.8rem 0.2rem 0; border-bottom: 1px solid #8884 }
  td.number { text-align: right; font-variant-numeric: tabular-nums }
  .missed { font-weight: 600; color: light-dark(#a40, #fa5) }
  small { color: light-dark(#555, #aaa) }
</style>
<h1>Weir, measured</h1>
<p>Median, and the least and most of the rounds of one run. Compare within one table only. The load is the machine's, over
the last minute: above its number of cores, times on the wall say more about the machine than about Weir.</p>
${results.map(section).join("\n")}
</html>
`;
}

function section({ bench, command, at, commit, machine, load, measures, plots = [] }: SavedResult): string {
  const busy = load[0] === undefined ? "" : `, load ${load[0].toFixed(1)} on ${machine.cores} cores`;
  return `<h2>${escaped(bench)}</h2>
<p><small>${escaped(at.slice(0, 16))} · ${escaped(commit)} · Node ${escaped(machine.node)}${busy} · <code>${escaped(command)}</code></small></p>
<table><thead><tr><th>what</th><th>median</th><th>least–most</th><th>rounds</th><th>target</th></tr></thead><tbody>
${measures.map(row).join("\n")}
</tbody></table>
${plots.map(plotSvg).join("\n")}`;
}

function row(measure: Measure): string {
  const { what, unit, median, low, high, rounds, target } = measure;
  const missed = isMet(measure) === false;
  const wanted = target === undefined ? "" : "atMost" in target ? `≤ ${target.atMost}` : `≥ ${target.atLeast}`;
  return `<tr><td>${escaped(what)}</td><td class="number">${figure(median)} ${escaped(unit)}</td><td class="number">${figure(low)}–${figure(high)}</td><td class="number">${rounds}</td><td${missed ? ' class="missed"' : ""}>${wanted}${missed ? " missed" : ""}</td></tr>`;
}

function figure(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
