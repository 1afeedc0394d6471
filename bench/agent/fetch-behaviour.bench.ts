import { spawn } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { measureOf } from "../result/measure.ts";
import { saveResult } from "../result/save-result.ts";

/*
 * Whether fetch behaves the same with and without the agent, by undici's own tests of it:
 *
 *   node bench/agent/fetch-behaviour.bench.ts --undici <checkout> [--only abort,redirect] [--save]
 *
 * The checkout is undici's repository at a release, with what its tests need: `npm install --ignore-scripts`, `npm run
 * generate-pem` and `npm run build:node` in it. None of it is in this repository. Each file runs once without and once with
 * the agent; a test counts as the same when both end alike. What ends differently runs again both ways: some tests wait
 * for a clock.
 */
const { values: options } = parseArgs({
  options: {
    undici: { type: "string", default: process.env["WEIR_UNDICI"] },
    only: { type: "string", default: "" },
    save: { type: "boolean", default: false },
  },
});
if (options.undici === undefined || !existsSync(join(options.undici, "test/fetch"))) {
  console.error("--undici <checkout> is missing: a clone of nodejs/undici, with its test/fetch and `npm install` done");
  process.exit(2);
}
const checkout = resolve(options.undici);
const TIMEOUT_MS = 120_000;
const AGAIN = 2;

type Outcomes = ReadonlyMap<string, string>;

async function outcomesOf(file: string, agent: "on" | "off"): Promise<Outcomes> {
  const preload = join(import.meta.dirname, "programs/watched-fetch.mjs");
  const child = spawn(
    process.execPath,
    ["--expose-gc", "--import", preload, "--test-reporter=tap", "--test-concurrency=1", file],
    {
      cwd: checkout,
      env: {
        PATH: process.env["PATH"],
        UNDICI: join(checkout, "index.js"),
        AGENT: agent,
        RECEIVER: "http://127.0.0.1:9",
      },
      stdio: ["ignore", "pipe", "ignore"],
      timeout: TIMEOUT_MS,
    },
  );
  const outcomes = new Map<string, string>();
  for (const line of (await text(child.stdout)).split("\n")) {
    const [, outcome, name] = /^\s*(ok|not ok) \d+ - (.*)$/.exec(line) ?? [];
    if (outcome === undefined || name === undefined) continue;
    // Of tests with one name, and of those in a group, each counts.
    let key = name;
    for (let copy = 2; outcomes.has(key); copy += 1) key = `${name} (${copy})`;
    outcomes.set(key, outcome);
  }
  if (outcomes.size === 0) outcomes.set("the file itself", `ended with ${child.exitCode ?? child.signalCode}`);
  return outcomes;
}

/** Names of what ended differently. */
function differing(without: Outcomes, withAgent: Outcomes): readonly string[] {
  const names = new Set([...without.keys(), ...withAgent.keys()]);
  return [...names].filter((name) => without.get(name) !== withAgent.get(name));
}

const wanted = options.only === "" ? [] : options.only.split(",");
const files = globSync("test/fetch/*.js", { cwd: checkout })
  .toSorted()
  .filter((file) => wanted.length === 0 || wanted.includes(basename(file, ".js")));
const [same, passed, failing, differences]: [string[], string[], string[], string[]] = [[], [], [], []];
for (const [index, file] of files.entries()) {
  process.stderr.write(`\r${index + 1} of ${files.length} ${file}`.padEnd(90));
  let [without, withAgent] = await Promise.all([outcomesOf(file, "off"), outcomesOf(file, "on")]);
  for (let again = 0; again < AGAIN && differing(without, withAgent).length > 0; again += 1) {
    [without, withAgent] = [await outcomesOf(file, "off"), await outcomesOf(file, "on")];
  }
  const different = differing(without, withAgent);
  for (const name of different) differences.push(`${file}: ${name}: ${without.get(name)} -> ${withAgent.get(name)}`);
  for (const [name, outcome] of without) {
    if (!different.includes(name)) same.push(`${file}: ${name}`);
    if (outcome === "ok") passed.push(`${file}: ${name}`);
    else failing.push(`${file}: ${name}: ${outcome}`);
  }
}
process.stderr.write("\n");
console.log(`${files.length} files: ${same.length} tests end alike, of ${passed.length} that pass without the agent`);
for (const failure of failing) console.log(`fails without the agent: ${failure}`);
for (const difference of differences) console.log(`differs: ${difference}`);
process.exitCode = differences.length === 0 && passed.length > 0 ? 0 : 1;

if (options.save) {
  const measures = [
    measureOf("tests of undici that end differently with the agent", "tests", [differences.length], { atMost: 0 }),
    measureOf("tests of undici that pass without the agent", "tests", [passed.length]),
  ];
  const raw = { files: files.map((file) => basename(file)), differences, failing };
  const command = "node bench/agent/fetch-behaviour.bench.ts --undici <checkout> --save";
  const result = { bench: `agent and fetch, by undici's tests, Node ${process.version}`, command, measures, raw };
  console.log(`Kept in ${await saveResult("agent", "fetch-behaviour", result)}`);
}
