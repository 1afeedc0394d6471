import { expect } from "vitest";
import { runModule } from "./run-module.ts";

/** Every set of failing functions up to this many; beyond, none and each alone. */
const MAX_EXHAUSTIVE = 4;

interface Calls {
  readonly functions: readonly string[];
  readonly args?: readonly unknown[];
  /** Failing calls may throw at once as well: they are no async functions. */
  readonly synchronous: boolean;
}

/** Both files are run: same results, same errors, nothing unhandled; the second is never later and sometimes sooner. */
export async function expectSameButSooner(
  before: string,
  after: string,
  { functions, args = [], synchronous }: Calls,
): Promise<void> {
  let gained = 0;
  for (const [latencies, durations] of latencyMixes(functions)) {
    for (const failing of failureSets(functions)) {
      for (const throwing of synchronous && failing.size > 0 ? [false, true] : [false]) {
        const was = await runModule(before, args, { failing, durations, throwing });
        const is = await runModule(after, args, { failing, durations, throwing });
        const shown = `${latencies}, ${[...failing].join("+") || "none"} fails${throwing ? " at once" : ""}`;
        const started = failing.size === 0 ? { started: was.started } : {};
        expect({ shown, ...is, outcome: JSON.stringify(is.outcome) }).toMatchObject({
          shown,
          outcome: JSON.stringify(was.outcome),
          unhandled: 0,
          ...started,
        });
        expect({ shown, later: is.elapsed > was.elapsed }).toEqual({ shown, later: false });
        if (failing.size === 0) gained += was.elapsed - is.elapsed;
      }
    }
  }
  expect(gained).toBeGreaterThan(0);
}

function latencyMixes(functions: readonly string[]): readonly [string, ReadonlyMap<string, number>][] {
  const mix = (length: (index: number) => number): ReadonlyMap<string, number> =>
    new Map(functions.map((name, index) => [name, length(index)]));
  return [
    ["all alike", mix(() => 1)],
    ["ever slower", mix((index) => index + 1)],
    ["ever faster", mix((index) => functions.length - index)],
    ["the second slow", mix((index) => (index === 1 ? 5 : 1))],
  ];
}

function failureSets(functions: readonly string[]): readonly ReadonlySet<string>[] {
  if (functions.length > MAX_EXHAUSTIVE) return [new Set(), ...functions.map((name) => new Set([name]))];
  return Array.from(
    { length: 2 ** functions.length },
    (_, bits) => new Set(functions.filter((_name, index) => (bits >> index) % 2 === 1)),
  );
}
