import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fuzz } from "./engine/fuzz-run.ts";
import { TARGETS, type TargetName } from "./targets.ts";

/*
 * Everything that reads what strangers write, with a million inputs each:
 *
 *   nice node --conditions=@weir/source bench/fuzz/fuzz.bench.ts [--target otlp-protobuf,rules] [--inputs 1000000] [--save]
 *
 * Half of the inputs are made by the language's grammar, half are mutated from inputs that had an outcome of their own.
 * Protobuf and JSON are compared with a decoder generated from OTLP's definitions. An input that throws, hangs, takes
 * longer than its bound or fills the memory is a defect: it is kept in the folder that is printed, and fails the run.
 * `--first N` begins at another input, so that a million can be read in parts. `--one FILE --target NAME` reads one such input again.
 */
const { values: options } = parseArgs({
  options: {
    target: { type: "string", default: Object.keys(TARGETS).join(",") },
    inputs: { type: "string", default: "1000000" },
    first: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    folder: { type: "string", default: join(tmpdir(), "weir-fuzz") },
    one: { type: "string" },
    save: { type: "boolean", default: false },
  },
});

const names = options.target.split(",") as TargetName[];
for (const name of names)
  if (TARGETS[name] === undefined) throw new Error(`Targets: ${Object.keys(TARGETS).join(", ")}`);

if (options.one !== undefined) {
  const target = await TARGETS[names[0] as TargetName]();
  console.log(await target.run(readFileSync(options.one)));
  process.exit(0);
}

const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
let failed = false;
for (const target of names) {
  const began = performance.now();
  const result = await fuzz({
    target,
    seed: Number(options.seed),
    first: Number(options.first),
    inputs: Number(options.inputs),
    folder: options.folder,
    onProgress: ({ done, outcomes, rssMb }) => {
      if (done % 50_000 === 0) console.error(`${target}: ${done} inputs, ${outcomes} outcomes, ${rssMb} MiB`);
    },
  });
  const seconds = Math.round((performance.now() - began) / 1000);
  const date = new Date().toISOString().slice(0, 10);
  const line = {
    bench: "fuzz",
    target,
    date,
    commit,
    node: process.versions.node,
    seed: options.seed,
    first: Number(options.first),
    seconds,
    ...result,
  };
  console.log(JSON.stringify(line, null, 2));
  if (result.defects.length > 0) {
    failed = true;
    console.error(`${target}: inputs that showed a defect are in ${options.folder}`);
  }
  if (!options.save) continue;
  const folder = fileURLToPath(new URL("../results/fuzz/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${date}-${commit}-${target}-${options.first}.json`),
    `${JSON.stringify(line, null, 2)}\n`,
  );
}
process.exitCode = failed ? 1 : 0;
