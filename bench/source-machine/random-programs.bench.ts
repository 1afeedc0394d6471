import { crossCheck } from "../../packages/collector/src/source/analysis/relate/testing/random/cross-check.ts";
import { ENTRY, randomProgram } from "../../packages/collector/src/source/analysis/relate/testing/random/program.ts";
import { TooManyCalls } from "../../packages/collector/src/source/analysis/relate/testing/random/run-program.ts";

/*
 * What the source channel says of random programs, against what running them with every answer swapped shows:
 *
 *   node --conditions=@weir/source bench/source-machine/random-programs.bench.ts [first seed] [programs]
 *
 * One claim that B does without A and that a run refutes is a defect; the program is printed and the command fails.
 * `needless` are pairs that no answer tried tells apart: an upper bound of what could be claimed.
 */
const [first = 1, count = 1_000] = process.argv.slice(2).map(Number);
/** Refuted programs that are printed whole. */
const SHOWN = 5;

const totals = { programs: 0, skipped: 0, pairs: 0, needless: 0, claimed: 0, refuted: 0 };
const misses = new Map<string, number>();

for (let seed = first; seed < first + count; seed += 1) {
  const program = randomProgram(seed);
  try {
    const { pairs, needless, claimed, refuted, missed } = await crossCheck(program);
    totals.programs += 1;
    totals.pairs += pairs;
    totals.needless += needless;
    totals.claimed += claimed;
    for (const { relation, reason } of missed) {
      const why = `${relation} ${reason}`;
      misses.set(why, (misses.get(why) ?? 0) + 1);
    }
    const [worst] = refuted;
    if (worst === undefined) continue;
    totals.refuted += 1;
    if (totals.refuted > SHOWN) continue;
    console.log(`seed ${seed}\n${program.files.get(ENTRY) ?? ""}`);
    console.log(`A ${worst.from.url} at ${worst.from.site}\nB ${worst.to.url} at ${worst.to.site}\n${worst.why}\n`);
  } catch (error) {
    if (!(error instanceof TooManyCalls)) throw error;
    totals.skipped += 1;
  }
}

console.log(totals);
console.log("needless, and not claimed:");
for (const [why, times] of [...misses].toSorted(([, a], [, b]) => b - a)) console.log(`  ${times} ${why}`);
process.exitCode = totals.refuted === 0 ? 0 : 1;
