import { readFileSync } from "node:fs";

/*
 * Loaded before a collector (`--import`): its wall clock goes by the file named in WEIR_BENCH_CLOCK, which holds the
 * difference to the machine's in milliseconds. SIGUSR2 has the file read again, so that time jumps while it works.
 */
const path = process.env["WEIR_BENCH_CLOCK"];
if (path !== undefined) {
  const machine = Date.now.bind(Date);
  let difference = Number(readFileSync(path, "utf8"));
  Date.now = () => machine() + difference;
  process.on("SIGUSR2", () => {
    difference = Number(readFileSync(path, "utf8"));
  });
}
