import { writeSync } from "node:fs";
import { FILE_JOURNAL, FileJournal } from "../journal/file-journal.ts";

/*
 * Child process of the crash test. Replays what it finds, then appends for ever, several bodies at a time. Prints
 * `+ <entry> <text>` after each acknowledgement and `- <entry>` before each release; the test kills it at some moment.
 */
const [directory = "", seed = "1", fsync = "interval"] = process.argv.slice(2);

/** A small linear congruential generator (Numerical Recipes' constants): the same seed gives the same run. */
let state = Number(seed);
function random(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

function say(line: string): void {
  writeSync(1, `${line}\n`);
}

const journal = await FileJournal.open({
  ...FILE_JOURNAL,
  directory,
  fsync: fsync as "interval" | "always",
  fsyncMs: 1,
  segmentBytes: 8_000,
  onFailure: (error) => say(`! ${error.message}`),
});

const live: number[] = [];
for await (const { entry } of journal.replay()) {
  live.push(entry);
  if (random(3) === 0) releaseOne();
}

function releaseOne(): void {
  const [entry] = live.splice(random(live.length), 1);
  if (entry === undefined) return;
  say(`- ${entry}`);
  journal.release(entry);
}

async function appendOne(number: number): Promise<void> {
  const text = `${seed}-${number}-`.padEnd(20 + random(2_000), "x");
  const entry = await journal.append(Buffer.from(text), { encoding: "json", gzip: false });
  say(`+ ${entry} ${text}`);
  live.push(entry);
  if (random(2) === 0) releaseOne();
}

for (let number = 0; ; number += 4) {
  await Promise.all([0, 1, 2, 3].map((index) => appendOne(number + index)));
}
