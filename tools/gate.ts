/**
 * The one gate every commit passes: `npm test`. Runs each step in order, stops at the first that fails, and closes with
 * one line that counts tests. Steps by name: `node tools/gate.ts lint unit`.
 */
import { spawnSync } from "node:child_process";
import { STEPS, type Step } from "./gate/steps.ts";
import { countTests } from "./gate/test-count.ts";

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`unknown step: ${unknown.join(", ")}. Steps: ${STEPS.map((step) => step.name).join(", ")}`);
  process.exit(2);
}

const steps = wanted.length === 0 ? STEPS : STEPS.filter((step) => wanted.includes(step.name));
/** Judged as strictly here as in CI: tools that are laxer at a desk (snapshots nobody asks for, a lone test) ask for this. */
const env = { ...process.env, CI: "true" };
const started = performance.now();
let failed: Step | undefined;
for (const step of steps) {
  const from = performance.now();
  console.log(`\n── ${step.name}: ${step.says}`);
  const [command, ...args] = step.command;
  const { status } = spawnSync(command, args, { stdio: "inherit", env });
  console.log(`── ${step.name} ${status === 0 ? "passed" : "FAILED"} in ${seconds(from)}`);
  if (status === 0) continue;
  failed = step;
  break;
}

const tests = countTests(steps);
console.log(`\ngate ${failed === undefined ? "passed" : `failed at ${failed.name}`} in ${seconds(started)}`);
if (tests !== undefined) console.log(`${tests.passed} passed, ${tests.failed} failed`);
process.exit(failed === undefined ? 0 : 1);

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
