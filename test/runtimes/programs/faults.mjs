/**
 * Lets the agent fail from inside: `FAULTS=3` makes each of its functions throw when it is called the third time,
 * `FAULTS=3,7` the third and the seventh time, counted from when its start is over – or, with `FAULTS_FROM=start`, from
 * when it begins. The functions that were reached are told to the file `FAULTS_SEEN`.
 */
import { appendFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { faulty } from "./fault-hooks.mjs";

const times = new Set((process.env.FAULTS ?? "1").split(",").map(Number));
const calls = new Map();
const seen = process.env.FAULTS_SEEN;

/** Functions that are let be: without a root there is nothing behind it to fail. */
const whole = process.env.FAULTS_WITHOUT === undefined ? undefined : new RegExp(process.env.FAULTS_WITHOUT);
const STARTED = "start registrationOf";
const first = process.env.FAULTS_FROM === "start" ? "start assemble" : STARTED;
let armed = false;

globalThis.weirFault = (place) => {
  if (!armed || place === STARTED) {
    armed ||= place === first;
    return;
  }
  if (whole?.test(place)) return;
  const count = (calls.get(place) ?? 0) + 1;
  calls.set(place, count);
  if (count === 1 && seen !== undefined) appendFileSync(seen, `${place}\n`);
  if (times.has(count)) throw new Error(`fault of ${place}`);
};

if (typeof nodeModule.registerHooks === "function") {
  nodeModule.registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      return { ...loaded, source: loaded.source == null ? loaded.source : faulty(url, loaded.source) };
    },
  });
} else nodeModule.register("./fault-hooks.mjs", import.meta.url);
