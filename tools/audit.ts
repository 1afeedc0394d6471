/**
 * Known holes in what the packages bring along, as the registry tells them: `high` and worse fail. Not every registry
 * can be asked, and a mirror's silence is no fault of a commit: then it says that nothing was looked at, and passes. With
 * `WEIR_AUDIT=required`, which a release sets, it fails instead.
 */
import { spawnSync } from "node:child_process";
import { readAudit } from "./gate/audit-report.ts";

const { stdout, stderr } = spawnSync("pnpm", ["audit", "--prod", "--json"], { encoding: "utf8", timeout: 120_000 });
const report = readAudit(stdout);

if (report.kind === "answered") {
  for (const { severity, name, title } of report.holes) console.log(`${severity}: ${name}: ${title}`);
  const bad = report.holes.filter(({ severity }) => severity === "high" || severity === "critical").length;
  console.log(`audit: ${report.holes.length} known, ${bad} of them high or critical`);
  process.exit(bad === 0 ? 0 : 1);
}

const required = process.env["WEIR_AUDIT"] === "required";
console.log(`audit: NOT DONE, the registry cannot be asked: ${reason(`${stdout}\n${stderr}`)}`);
if (required) console.log("audit: required here; ask a registry that answers");
process.exit(required ? 1 : 0);

function reason(output: string): string {
  const lines = output.split("\n").map((line) => line.trim());
  return lines.find((line) => /ERR_PNPM|respond|ENOTFOUND|ECONN|ETIMEDOUT/.test(line))?.slice(0, 200) ?? "no answer";
}
