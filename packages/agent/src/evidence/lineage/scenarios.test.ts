import { afterEach, describe, expect, it } from "vitest";
import { deferred, leaveAll, probe, request } from "./testing/watched-request.ts";

afterEach(leaveAll);

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
