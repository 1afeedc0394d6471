import { guardedAround } from "../../guard.ts";
import type { VectorClock } from "./clock.ts";
import type { Patch } from "./patches.ts";

type Combinator = (members: unknown) => unknown;

/**
 * `all` and `allSettled` settle in the reaction of the member that came last, which knows nothing of the others: they
 * are told here. `any` may have waited for members that failed before one succeeded. `race` needs nothing: its winner
 * is the truth.
 */
export function joinPatches(clock: VectorClock): Patch[] {
  const join = (certain: boolean) => (original: unknown) => combinator(clock, original as Combinator, certain);
  return [
    { target: Promise, key: "all", wrap: join(true) },
    { target: Promise, key: "allSettled", wrap: join(true) },
    { target: Promise, key: "any", wrap: join(false) },
  ];
}

function combinator(clock: VectorClock, original: Combinator, certain: boolean): Combinator {
  return function (this: unknown, members) {
    if (clock.current === null) return original.call(this, members);
    const join = (combine: (passed: unknown) => unknown): unknown =>
      clock.joining(certain, (pause) => combine(Array.isArray(members) ? members : paused(members, pause)));
    let passed = members;
    const around = (run: () => unknown): unknown =>
      join((given) => {
        passed = given;
        return run();
      });
    return guardedAround("promise group", around, () => Reflect.apply(original, this, [passed]));
  };
}

/** The same members one by one, but what a generator's own code does between them is none of the group's. */
function paused(members: unknown, pause: <T>(step: () => T) => T): unknown {
  if (typeof members !== "object" || members === null || !(Symbol.iterator in members)) return members;
  const iterable = members as Iterable<unknown>;
  return {
    [Symbol.iterator](): Iterator<unknown> {
      const iterator = pause(() => iterable[Symbol.iterator]());
      const next = Reflect.get(iterator, "next");
      return {
        next: () => pause(() => Reflect.apply(next, iterator, [])),
        get return() {
          const close = Reflect.get(iterator, "return");
          return close == null ? undefined : () => pause(() => Reflect.apply(close, iterator, []));
        },
      } as Iterator<unknown>;
    },
  };
}
