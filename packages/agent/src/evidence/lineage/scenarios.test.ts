import { EventEmitter } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import type { Root } from "../../operation.ts";
import { lineageProbe } from "./lineage-probe.ts";
import { type Answer, inRoot, newRoot, Upstream, waitsOf } from "./testing/upstream.ts";

const probe = lineageProbe();

/** One request: `call("A")` stands for `fetch`, `json("A")` for `fetch` and its body. */
interface Request {
  call: (name: string, time?: number) => Promise<Answer>;
  json: (name: string, time?: number) => Promise<string>;
  fails: (name: string) => Promise<Answer>;
  upstream: Upstream;
  root: Root;
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const entered: Root[] = [];

async function request(work: (request: Request) => Promise<unknown>): Promise<Record<string, unknown>> {
  const upstream = new Upstream(probe);
  const root = newRoot();
  entered.push(root);
  const call = (name: string, time?: number): Promise<Answer> => upstream.fetch(root, name, time);
  await inRoot(probe, root, () =>
    work({
      call,
      json: async (name, time) => (await call(name, time)).body(),
      fails: (name) => upstream.fetch(root, name, 10, true),
      upstream,
      root,
    }),
  );
  return Object.fromEntries([...upstream.operations.keys()].map((n) => [n, waitsOf(probe, upstream.operations, n)]));
}

afterEach(() => {
  for (const root of entered.splice(0)) probe.leave(root);
});

describe("what an operation waited for", () => {
  it("is everything awaited before it, headers and body apart", async () => {
    const waits = await request(async ({ call, json }) => {
      const a = await call("A");
      await call("B");
      await a.body();
      await json("C");
      await call("D");
    });
    expect(waits).toEqual({
      A: [],
      B: ["A.h"],
      C: ["A.b", "A.h", "B.h"],
      D: ["A.b", "A.h", "B.h", "C.b", "C.h"],
    });
  });

  it("grows through a loop", async () => {
    const waits = await request(async ({ json }) => {
      for (const name of ["A", "B", "C"]) await json(name);
    });
    expect(waits).toMatchObject({ B: ["A.b", "A.h"], C: ["A.b", "A.h", "B.b", "B.h"] });
  });

  it("passes through called functions, timers and other input", async () => {
    const waits = await request(async ({ call, upstream }) => {
      const inner = async (name: string): Promise<void> => {
        await upstream.sleep(1);
        await call(name);
        await Promise.resolve();
      };
      await inner("A");
      await new Promise((resolve) => setTimeout(resolve, 2));
      await inner("B");
    });
    expect(waits).toEqual({ A: [], B: ["A.h"] });
  });

  it("is nothing for branches that run side by side, however they interleave", async () => {
    const waits = await request(async ({ call }) => {
      const branch = async (names: string[], time: number): Promise<void> => {
        for (const name of names) await call(name, time);
      };
      await Promise.all([branch(["A1", "A2", "A3"], 10), branch(["B1", "B2", "B3"], 13)]);
      await call("C");
    });
    expect(waits).toMatchObject({
      A2: ["A1.h"],
      A3: ["A1.h", "A2.h"],
      B1: [],
      B2: ["B1.h"],
      B3: ["B1.h", "B2.h"],
      C: ["A1.h", "A2.h", "A3.h", "B1.h", "B2.h", "B3.h"],
    });
  });

  it("includes failed calls whose failure was caught", async () => {
    const waits = await request(async ({ call, fails }) => {
      try {
        await fails("A");
      } catch {
        await call("B");
      }
      await fails("C").catch(() => undefined);
      await call("D");
    });
    expect(waits).toMatchObject({ B: ["A.h"], D: ["A.h", "B.h", "C.h"] });
  });

  it("leaves out what was started and never awaited", async () => {
    const waits = await request(async ({ call, upstream }) => {
      void call("A", 1);
      await upstream.sleep(20);
      await call("B");
    });
    expect(waits).toEqual({ A: [], B: [] });
  });

  it("leaves out a side branch that happened to be done", async () => {
    const waits = await request(async ({ call, json }) => {
      const side = call("A", 5);
      await json("B", 20);
      await call("C");
      await side;
      await call("D");
    });
    expect(waits).toMatchObject({ C: ["B.b", "B.h"], D: ["A.h", "B.b", "B.h", "C.h"] });
  });

  it("counts a hoisted promise where it is awaited", async () => {
    const waits = await request(async ({ call }) => {
      const config = call("config", 5);
      await call("session", 30);
      await config;
      await call("page");
    });
    expect(waits).toEqual({ config: [], session: [], page: ["config.h", "session.h"] });
  });

  it("separates parallel children after their parent", async () => {
    const waits = await request(async ({ call }) => {
      await call("parent");
      const child = async (name: string, time: number): Promise<void> => {
        await call(name, time);
        await call(`${name}2`, time);
      };
      await Promise.all([child("X", 10), child("Y", 25)]);
    });
    expect(waits).toMatchObject({
      X: ["parent.h"],
      Y: ["parent.h"],
      X2: ["X.h", "parent.h"],
      Y2: ["Y.h", "parent.h"],
    });
  });
});

describe("what the framework does inside an operation", () => {
  it("is none of its caller's waits", async () => {
    const waits = await request(async ({ call, upstream, root }) => {
      // B is merged with a twin that A's code asked for and awaits: what B's own code waits for is B.
      const twin = deferred();
      const branch = async (): Promise<void> => {
        const op = upstream.begin(root, "B");
        const response = probe.inside?.(op, () => twin.promise.then(() => undefined)) ?? Promise.resolve();
        probe.promised(op, response);
        await response;
        await call("C");
      };
      const [, first] = [branch(), call("A")];
      await first;
      twin.resolve();
      await upstream.sleep(20);
    });
    expect(waits).toMatchObject({ A: [], B: [], C: ["B.h"] });
  });

  it("is part of them where the application itself answers", async () => {
    const waits = await request(async ({ call, upstream, root }) => {
      const route = async (): Promise<void> => {
        await call("A");
      };
      const op = upstream.begin(root, "B");
      const response = route();
      response.then(
        () => probe.headers(op, undefined),
        () => undefined,
      );
      probe.promised(op, response);
      await response;
      await call("C");
    });
    expect(waits).toMatchObject({ A: [], C: ["A.h", "B.h"] });
  });

  it("does not cast doubt on a queue that others feed", async () => {
    const waits = await request(async ({ call, upstream, root }) => {
      const op = upstream.begin(root, "B");
      probe.inside?.(op, () => {
        // The framework goes on working for B, knowing nothing, while a continuation of A waits for its turn.
        const work = async (): Promise<void> => {
          for (let turn = 0; turn < 50; turn++) await upstream.sleep(1);
        };
        void work();
      });
      await call("A");
      await new Promise<void>((resolve) => {
        setImmediate(() => {
          call("C").then(() => resolve(), resolve);
        });
      });
    });
    expect(waits["C"]).toEqual(["A.h"]);
  });
});

describe("joins and races", () => {
  it("knows every member of Promise.all, the first and the last", async () => {
    const waits = await request(async ({ call }) => {
      await Promise.all([call("A", 30), call("B", 10), call("C", 20)]);
      await call("D");
    });
    expect(waits["D"]).toEqual(["A.h", "B.h", "C.h"]);
  });

  it("knows the members of allSettled, failures included", async () => {
    const waits = await request(async ({ call, fails }) => {
      await Promise.allSettled([fails("A"), call("B", 3)]);
      await call("C");
    });
    expect(waits["C"]).toEqual(["A.h", "B.h"]);
  });

  it("knows members given by a set, a generator and thenables, but not what the generator did besides", async () => {
    const waits = await request(async ({ call }) => {
      // oxlint-disable-next-line unicorn/no-thenable -- what is tested is that thenables are members too
      const lazy = (name: string) => ({ then: (ok: () => void) => void call(name).then(ok) });
      await Promise.all(new Set([call("A"), call("B", 2)]));
      await call("C");
      await Promise.all([lazy("D"), lazy("E")]);
      await call("F");
      const generator = function* (): Generator<Promise<unknown>> {
        void call("side", 1).then(() => undefined);
        yield call("G", 20);
        yield call("H", 5);
      };
      await Promise.all(generator());
      await call("I");
    });
    expect(waits).toMatchObject({
      C: ["A.h", "B.h"],
      F: ["A.h", "B.h", "C.h", "D.h", "E.h"],
      I: ["A.h", "B.h", "C.h", "D.h", "E.h", "F.h", "G.h", "H.h"],
    });
  });

  it("knows only the winner of a race", async () => {
    const waits = await request(async ({ call }) => {
      await Promise.race([call("slow", 50), call("fast", 5)]);
      await call("after");
    });
    expect(waits["after"]).toEqual(["fast.h"]);
  });

  it("knows the winner of any, and is silent when others had failed before it won", async () => {
    const clear = await request(async ({ call }) => {
      await Promise.any([call("slow", 50), call("fast", 5)]);
      await call("after");
    });
    expect(clear["after"]).toEqual(["fast.h"]);
    const unclear = await request(async ({ call, fails }) => {
      await Promise.any([fails("first"), call("second", 50)]);
      await call("after");
    });
    expect(unclear["after"]).toBeUndefined();
  });

  it("follows promises awaited in turn", async () => {
    const waits = await request(async ({ call }) => {
      const [a, b] = [call("A", 30), call("B", 10)];
      await b;
      await call("C", 5);
      await a;
      await call("D");
    });
    expect(waits).toMatchObject({ C: ["B.h"], D: ["A.h", "B.h", "C.h"] });
  });
});

describe("shapes that hide the await", () => {
  it("follows chains of then", async () => {
    const waits = await request(({ call }) =>
      call("A")
        .then(() => call("B"))
        .then(() => undefined)
        .then(() => call("C")),
    );
    expect(waits).toMatchObject({ B: ["A.h"], C: ["A.h", "B.h"] });
  });

  it("follows async generators", async () => {
    const waits = await request(async ({ call }) => {
      const pages = async function* (): AsyncGenerator<string> {
        for (const name of ["A", "B"]) {
          await call(name);
          yield name;
        }
      };
      for await (const page of pages()) await call(`item-${page}`);
    });
    expect(waits).toMatchObject({ "item-A": ["A.h"], B: ["A.h", "item-A.h"], "item-B": ["A.h", "B.h", "item-A.h"] });
  });

  it("counts the turn at a limit of one as a wait", async () => {
    const waits = await request(async ({ call }) => {
      let last: Promise<unknown> = Promise.resolve();
      const limit = (name: string): Promise<unknown> => {
        const turn = last.then(() => call(name));
        last = turn;
        return turn;
      };
      await Promise.all([limit("A"), limit("B"), limit("C")]);
    });
    expect(waits).toMatchObject({ B: ["A.h"], C: ["A.h", "B.h"] });
  });

  it("counts a memoised promise for each who awaits it", async () => {
    const waits = await request(async ({ call }) => {
      const shared = call("A", 20);
      const branch = async (name: string): Promise<void> => {
        await shared;
        await call(name);
      };
      await Promise.all([branch("B"), branch("C")]);
    });
    expect(waits).toEqual({ A: [], B: ["A.h"], C: ["A.h"] });
  });

  it("does not forget what was awaited before an earlier promise is returned", async () => {
    const waits = await request(async ({ call }) => {
      const hoisted = call("config", 2);
      const load = async (): Promise<unknown> => {
        await call("session");
        return hoisted;
      };
      await load();
      await call("page");
    });
    // Adopting a settled promise hides who asked for it: silence is right, "not session" would be wrong.
    expect([undefined, ["config.h", "session.h"]]).toContainEqual(waits["page"]);
  });

  it("follows a promise that is returned without await", async () => {
    const waits = await request(async ({ call }) => {
      const load = async (): Promise<unknown> => {
        await call("A");
        return call("B");
      };
      await load();
      await call("C");
    });
    expect(waits["C"]).toEqual(["A.h", "B.h"]);
  });

  it("keeps apart two that return what they just started, woken by one answer", async () => {
    const waits = await request(async ({ call, upstream }) => {
      const shared = call("shared", 40);
      const branch = async (name: string): Promise<void> => {
        await call(`${name}1`, name === "A" ? 5 : 9);
        const load = async (): Promise<unknown> => {
          await shared;
          return call(`${name}2`);
        };
        await load();
        await call(`${name}3`);
      };
      await Promise.all([branch("A"), branch("B")]);
      await upstream.sleep(1);
    });
    expect(waits).toMatchObject({
      A2: ["A1.h", "shared.h"],
      A3: ["A1.h", "A2.h", "shared.h"],
      B3: ["B1.h", "B2.h", "shared.h"],
    });
  });

  it("follows callbacks and emitters that stand in for promises", async () => {
    const waits = await request(async ({ call, upstream, root }) => {
      const emitter = new EventEmitter();
      const done = new Promise((resolve) => emitter.once("done", resolve));
      upstream.get(root, "A", 10, () => {
        upstream.get(root, "B", 10, () => emitter.emit("done"));
      });
      await done;
      await call("C");
    });
    expect(waits).toEqual({ A: [], B: ["A.b", "A.h"], C: ["A.b", "A.h", "B.b", "B.h"] });
  });

  it("follows a throw of a promise and the second try", async () => {
    const waits = await request(async ({ call }) => {
      const cache = new Map<string, { promise: Promise<unknown>; done: boolean }>();
      const read = (name: string): void => {
        let entry = cache.get(name);
        if (entry === undefined) {
          const done = call(name).then(() => {
            const read = cache.get(name);
            if (read !== undefined) read.done = true;
            return read;
          });
          cache.set(name, (entry = { promise: done, done: false }));
        }
        if (!entry.done) throw entry.promise as unknown as Error;
      };
      const render = async (component: () => void): Promise<void> => {
        for (;;) {
          try {
            component();
            return;
          } catch (thrown) {
            await thrown;
          }
        }
      };
      await render(() => {
        read("A");
        read("B");
      });
    });
    expect(waits).toEqual({ A: [], B: ["A.h"] });
  });
});

describe("callbacks the runtime keeps for later", () => {
  it.each<[string, (run: () => void) => unknown]>([
    ["nextTick", (run) => process.nextTick(run)],
    ["queueMicrotask", (run) => queueMicrotask(run)],
    ["setImmediate", (run) => setImmediate(run)],
    ["setTimeout", (run) => setTimeout(run, 0)],
    [
      "setInterval",
      (run) => {
        const timer = setInterval(() => {
          clearInterval(timer);
          run();
        }, 1);
      },
    ],
  ])("%s keeps what its caller knew", async (_, later) => {
    const waits = await request(async ({ call }) => {
      await call("A");
      await new Promise<void>((resolve) => {
        later(() => {
          call("B").then(() => resolve(), resolve);
        });
      });
      await call("C");
    });
    expect(waits).toMatchObject({ B: ["A.h"], C: ["A.h", "B.h"] });
  });

  /** Collects keys until the tick is over, then makes one call for all. */
  function loader(batch: (keys: string[]) => Promise<unknown>): (key: string) => Promise<unknown> {
    let keys: string[] = [];
    let result: Promise<unknown> | undefined;
    return (key) => {
      keys.push(key);
      result ??= new Promise((resolve, reject) => {
        process.nextTick(() => {
          const taken = keys;
          keys = [];
          result = undefined;
          batch(taken).then(resolve, reject);
        });
      });
      return result;
    };
  }

  it("follows a data loader that flushes in a tick", async () => {
    const waits = await request(async ({ call }) => {
      const load = loader((keys) => call(`batch-${keys.join("")}`));
      await call("A");
      await Promise.all([load("x"), load("y")]);
      await call("B");
    });
    expect(waits).toMatchObject({ "batch-xy": ["A.h"], B: ["A.h", "batch-xy.h"] });
  });

  it("is silent about a shared queue's run when its users knew different things", async () => {
    const waits = await request(async ({ call, upstream }) => {
      const queue: (() => void)[] = [];
      let scheduled = false;
      const enqueue = (run: () => void): void => {
        queue.push(run);
        if (scheduled) return;
        scheduled = true;
        setImmediate(() => {
          scheduled = false;
          for (const next of queue.splice(0)) next();
        });
      };
      const branch = async (name: string): Promise<void> => {
        await call(name, 10);
        await new Promise<void>((resolve) => {
          enqueue(() => {
            call(`${name}-child`).then(() => resolve(), resolve);
          });
        });
      };
      // Both answers arrive before the queue is run once for the two of them.
      const both = Promise.all([branch("X"), branch("Y")]);
      await both;
      await upstream.sleep(1);
    });
    for (const [name, truth] of [
      ["X-child", ["X.h"]],
      ["Y-child", ["Y.h"]],
    ] as const) {
      expect([undefined, truth]).toContainEqual(waits[name]);
    }
  });
});
