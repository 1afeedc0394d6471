import { createHook as asyncHook } from "node:async_hooks";
import { inspect, promisify } from "node:util";
import { promiseHooks } from "node:v8";
import { describe, expect, it } from "vitest";
import { lineageProbe } from "./lineage-probe.ts";
import { inRoot, newRoot, Upstream, waitsOf } from "./testing/upstream.ts";

const probe = lineageProbe();

/** Runs the same work once untouched and once in a sampled root; gives what each of them noted. */
async function bothWays(work: (note: (entry: unknown) => void) => Promise<unknown>): Promise<[unknown[], unknown[]]> {
  const plain: unknown[] = [];
  const sampled: unknown[] = [];
  await new Promise<void>((resolve, reject) => {
    setImmediate(() => {
      work((entry) => plain.push(entry)).then(() => resolve(), reject);
    });
  });
  const root = newRoot();
  await inRoot(probe, root, () => work((entry) => sampled.push(entry)));
  probe.leave(root);
  return [plain, sampled];
}

describe("an application that is being watched", () => {
  it("sees its continuations in the same order", async () => {
    const [plain, sampled] = await bothWays(async (note) => {
      const inner = async (name: string, turns: number): Promise<string> => {
        for (let turn = 0; turn < turns; turn++) {
          await Promise.resolve();
          note(`${name}${turn}`);
        }
        return name;
      };
      const adopting = async (): Promise<string> => inner("adopted", 1);
      const thenable = {
        // oxlint-disable-next-line unicorn/no-thenable -- what is tested is that thenables keep their turns
        then(ok: (value: string) => void) {
          note("then called");
          queueMicrotask(() => ok("thenable"));
        },
      };
      process.nextTick((...args: unknown[]) => note(["tick", ...args]), 1, 2);
      queueMicrotask(() => note("microtask"));
      const timers = [
        new Promise((resolve) => setTimeout(resolve, 0, "timeout")),
        new Promise((resolve) => setImmediate(resolve, "immediate")),
      ];
      const members: unknown[] = [inner("a", 3), adopting(), thenable, 5];
      const group = Promise.all(members);
      void inner("b", 5);
      void group.then((values) => note(values));
      note(await Promise.race([inner("c", 2), inner("d", 1)]));
      note(await Promise.any([Promise.reject(new Error("no")), inner("e", 1)]));
      note(await Promise.allSettled([Promise.reject(new Error("settled")), adopting()]));
      note(await Promise.all(timers));
      await group;
    });
    expect(sampled).toEqual(plain);
    expect(plain.length).toBeGreaterThan(15);
  });

  it("finds iterators, subclasses and misuse of Promise.all treated the same", async () => {
    const [plain, sampled] = await bothWays(async (note) => {
      const iterable = {
        [Symbol.iterator]: () => {
          note("iterator");
          let count = 0;
          return {
            next: () => {
              note("next");
              count++;
              return { done: count > 2, value: Promise.resolve(count) };
            },
            return: () => {
              note("return");
              return { done: true, value: undefined };
            },
          };
        },
      };
      note(await Promise.all(iterable));
      class Refusing extends Promise<unknown> {
        static override resolve(): never {
          throw new Error("refused");
        }
      }
      await Refusing.all(iterable).catch(note);
      class Own extends Promise<unknown> {}
      note(Own.all([1]) instanceof Own);
      for (const misuse of [undefined, 5, {}, "ab"]) {
        note(await Promise.all(misuse as Iterable<unknown>).catch((error: unknown) => String(error)));
      }
      for (const key of ["all", "allSettled", "any"] as const) note([Promise[key].name, Promise[key].length]);
    });
    expect(sampled).toEqual(plain);
  });

  it("finds timers, ticks and their errors the same", async () => {
    const [plain, sampled] = await bothWays(async (note) => {
      note(await promisify(setTimeout)(1, "promisified"));
      note(await promisify(setImmediate)("at once"));
      await new Promise<void>((resolve) => {
        const timer = setTimeout(
          function (this: unknown, ...args: unknown[]) {
            note([this === timer, ...args]);
            resolve();
          },
          1,
          "x",
          "y",
        );
      });
      const cleared = setTimeout(() => note("cleared timer ran"), 1);
      clearTimeout(cleared);
      for (const wrong of [
        () => Reflect.apply(process.nextTick, process, [5]),
        () => Reflect.apply(queueMicrotask, globalThis, ["x"]),
        () => Reflect.apply(setTimeout, globalThis, [undefined, 1]),
        () => Reflect.apply(setImmediate, globalThis, [{}]),
      ]) {
        try {
          wrong();
          note("accepted");
        } catch (error) {
          note([(error as Error).name, (error as Error).message]);
        }
      }
    });
    expect(sampled).toEqual(plain);
  });

  it("finds nothing on its promises", async () => {
    const [plain, sampled] = await bothWays(async (note) => {
      const promise = Promise.resolve(1);
      await promise;
      note([Reflect.ownKeys(promise), inspect(promise, { showHidden: true })]);
      const frozen = Object.freeze(new Promise((resolve) => setTimeout(resolve, 1, "frozen")));
      note(await frozen);
    });
    expect(sampled).toEqual(plain);
  });

  it("gets its unhandled rejections", async () => {
    const listeners = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    const rejections: unknown[] = [];
    process.on("unhandledRejection", (reason: Error) => rejections.push(reason.message));
    try {
      await bothWays(async () => {
        void Promise.reject(new Error("plain"));
        void (async () => {
          await Promise.resolve();
          throw new Error("async");
        })();
        void Promise.all([Promise.reject(new Error("joined")), Promise.resolve(1)]);
        const late = Promise.reject(new Error("late"));
        late.catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, 1));
      });
    } finally {
      process.removeAllListeners("unhandledRejection");
      for (const listener of listeners) process.on("unhandledRejection", listener);
    }
    expect(rejections).toHaveLength(6);
    expect(rejections.slice(3)).toEqual(rejections.slice(0, 3));
  });
});

describe("globals", () => {
  const look = (): unknown[] => [
    ...["all", "allSettled", "any", "race"].map((key) => Object.getOwnPropertyDescriptor(Promise, key)),
    ...["setTimeout", "setImmediate", "setInterval"].map((key) => Object.getOwnPropertyDescriptor(globalThis, key)),
    Object.getOwnPropertyDescriptor(process, "nextTick"),
  ];

  it("are wrapped once, when the first sampled root comes, and stay as they are", () => {
    const before = look();
    const first = newRoot();
    probe.enter(first, undefined);
    const wrapped = look();
    probe.leave(first);
    const second = newRoot();
    probe.enter(second, undefined);
    expect(look()).toEqual(wrapped);
    probe.leave(second);
    expect(look()).toEqual(wrapped);
    expect(wrapped[3]).toEqual(before[3]);
  });

  it("are left to whoever wrapped them in the meantime, however often", async () => {
    const original = process.nextTick;
    let ticks = 0;
    const others: unknown[] = [];
    for (let round = 0; round < 3; round++) {
      const root = newRoot();
      probe.enter(root, undefined);
      const inner = process.nextTick;
      process.nextTick = ((...args: Parameters<typeof original>) => {
        ticks++;
        inner(...args);
      }) as typeof original;
      others.push(process.nextTick);
      probe.leave(root);
      expect(process.nextTick).toBe(others.at(-1));
    }
    await new Promise<void>((resolve) => {
      process.nextTick(resolve);
    });
    expect(ticks).toBe(3);
    process.nextTick = original;
    const root = newRoot();
    probe.enter(root, undefined);
    expect(process.nextTick).toBe(original);
    probe.leave(root);
  });

  it("pass through while no root is sampled", async () => {
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      process.nextTick((word: string) => order.push(word), "tick");
      void Promise.all([Promise.resolve("al"), Promise.resolve("l")]).then((parts) => order.push(parts.join("")));
      setTimeout(
        (word: string) => {
          order.push(word);
          resolve();
        },
        0,
        "timer",
      );
    });
    expect(order.toSorted()).toEqual(["all", "tick", "timer"]);
  });
});

describe("other users of promise hooks", () => {
  it("see what they saw, and do not disturb lineage", async () => {
    const upstream = new Upstream(probe);
    const root = newRoot();
    let inits = 0;
    let resources = 0;
    const stop = promiseHooks.onInit(() => inits++);
    const hook = asyncHook({ init: () => resources++ }).enable();
    await inRoot(probe, root, async () => {
      await upstream.fetch(root, "A");
      await upstream.fetch(root, "B");
    });
    stop();
    hook.disable();
    expect(waitsOf(probe, upstream.operations, "B")).toEqual(["A.h"]);
    probe.leave(root);
    expect(Math.min(inits, resources)).toBeGreaterThan(5);
  });
});
