import type { VectorClock } from "./clock.ts";
import type { Known } from "./known.ts";
import type { Patch } from "./patches.ts";

type Callback = (...args: unknown[]) => unknown;
type Scheduler = (callback: Callback, ...rest: unknown[]) => unknown;

/** A shorter timer is a way to say "soon": whoever comes by until then may add to what it will do. */
const SOON_MS = 1;

/**
 * Wraps a callback so that it runs with what the scheduling code knew. With `shared`, others of the same root that ran
 * in between may have counted on this very run (a batching loader, React's queue of woken tasks), so what it knows is
 * in doubt between theirs and this one's.
 */
function carried(clock: VectorClock, callback: Callback, shared: boolean): Callback {
  const known = clock.current;
  if (known === null || typeof callback !== "function") return callback;
  const since = known.sets.log.position;
  return function (this: unknown, ...args) {
    let isIn = false;
    try {
      isIn = enter(clock, known, shared ? since : undefined);
    } catch {
      clock.failures++;
    }
    try {
      return Reflect.apply(callback, this, args);
    } finally {
      try {
        if (isIn) clock.pop();
      } catch {
        clock.failures++;
      }
    }
  };
}

/** False where nobody follows any more. */
function enter(clock: VectorClock, known: Known, since: number | undefined): boolean {
  if (known.sets.over || !clock.running) return false;
  clock.push(since === undefined ? known : known.sets.log.onBehalf(known, since));
  return true;
}

function scheduler(clock: VectorClock, original: Scheduler, shared: (rest: unknown[]) => boolean): Scheduler {
  const carrying: Scheduler = function (this: unknown, callback, ...rest) {
    let passed = callback;
    try {
      passed = carried(clock, callback, shared(rest));
    } catch {
      clock.failures++;
    }
    return original.call(this, passed, ...rest);
  };
  // Everything in the process comes by here. Arguments that do nothing but go on are not even gathered into a list.
  return function (this: unknown, ...args) {
    if (clock.current === null) return Reflect.apply(original, this, args);
    return Reflect.apply(carrying, this, args);
  };
}

function isSoon([delay]: unknown[]): boolean {
  return !(Number(delay) > SOON_MS);
}

const always = (): boolean => true;
const never = (): boolean => false;

/** The ways to run a callback later that are carried while a root is sampled. `setInterval` repeats one caller's wish. */
export function carryPatches(clock: VectorClock): Patch[] {
  const wrap = (shared: (rest: unknown[]) => boolean) => (original: unknown) =>
    scheduler(clock, original as Scheduler, shared);
  return [
    { target: process, key: "nextTick", wrap: wrap(always) },
    { target: globalThis, key: "setImmediate", wrap: wrap(always) },
    { target: globalThis, key: "setTimeout", wrap: wrap(isSoon) },
    { target: globalThis, key: "setInterval", wrap: wrap(never) },
  ];
}

/**
 * Kept apart because it must stay in place: React's server renderer takes `queueMicrotask` once, when it is loaded,
 * and would never see a wrapper that comes and goes. Without a sampled root it passes through.
 */
export function microtaskPatch(clock: VectorClock): Patch {
  return {
    target: globalThis,
    key: "queueMicrotask",
    wrap: (original) => scheduler(clock, original as Scheduler, always),
  };
}
