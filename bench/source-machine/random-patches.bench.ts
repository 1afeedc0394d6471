import { patchCheck } from "../../packages/collector/src/source/analysis/relate/testing/random/patch-check.ts";
import { randomProgram } from "../../packages/collector/src/source/analysis/relate/testing/random/program.ts";
import { TooManyCalls } from "../../packages/collector/src/source/analysis/relate/testing/random/run-program.ts";

/*
 * Patches of random programs, applied by git and run with calls failing one by one and in twos:
 *
 *   node --conditions=@weir/source bench/source-machine/random-patches.bench.ts [first seed] [programs]
 *
 * A patched program that answers, asks or fails otherwise than before is a defect; the command then fails.
 */
const [first = 1, count = 500] = process.argv.slice(2).map(Number);
const SHOWN = 5;

const totals = { programs: 0, skipped: 0, findings: 0, offered: 0, changed: 0 };
const withheld = new Map<string, number>();

for (let seed = first; seed < first + count; seed += 1) {
  try {
    const checked = await patchCheck(randomProgram(seed, true));
    totals.programs += 1;
    totals.findings += checked.pairs;
    totals.offered += checked.offered;
    for (const [why, times] of checked.withheld) withheld.set(why, (withheld.get(why) ?? 0) + times);
    for (const { patch, why } of checked.changed) {
      totals.changed += 1;
      if (totals.changed <= SHOWN) console.log(`seed ${seed}: ${why}\n${patch}`);
    }
  } catch (error) {
    if (!(error instanceof TooManyCalls)) throw error;
    totals.skipped += 1;
  }
}

console.log(totals);
for (const [why, times] of [...withheld].toSorted(([, a], [, b]) => b - a)) console.log(`  ${times} ${why}`);
process.exitCode = totals.changed === 0 ? 0 : 1;
