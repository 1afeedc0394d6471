import { EventEmitter } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { leaveAll, request } from "./testing/watched-request.ts";

afterEach(leaveAll);

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
