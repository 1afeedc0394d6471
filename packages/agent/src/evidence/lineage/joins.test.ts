import { afterEach, describe, expect, it } from "vitest";
import { leaveAll, request } from "./testing/watched-request.ts";

afterEach(leaveAll);

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
