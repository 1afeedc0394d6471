import { queryObjects } from "node:v8";
import { afterEach, describe, expect, it } from "vitest";
import { EVIDENCE, OPERATION } from "@weir/core/wire";
import { KnownSets, MAX_SETS, MAX_TRACKED } from "./known.ts";
import { lineageProbe, MAX_ROOTS } from "./lineage-probe.ts";
import { Mark } from "./mark.ts";
import { inRoot, newRoot, Upstream, waitsOf } from "./testing/upstream.ts";
import type { Root } from "../../operation.ts";

const probe = lineageProbe();
const entered: Root[] = [];

function root(): Root {
  const made = newRoot();
  entered.push(made);
  return made;
}

afterEach(() => {
  for (const each of entered.splice(0)) probe.leave(each);
});

describe("a second root of one message", () => {
  it("says nothing of waits for the first root's operations where the way from there was out of sight", async () => {
    const upstream = new Upstream(probe);
    const first = root();
    await inRoot(probe, first, () => upstream.fetch(first, "session"));
    const second = { ...root(), traceId: first.traceId, second: true };
    entered.push(second);
    await inRoot(probe, second, async () => {
      await upstream.fetch(second, "page");
    });
    expect(waitsOf(probe, upstream.operations, "page")).toBeUndefined();
    expect(waitsOf(probe, upstream.operations, "session")).toEqual([]);
  });

  it("has no lineage when the first is over", () => {
    const first = root();
    probe.enter(first, undefined);
    probe.leave(first);
    const second = { ...root(), traceId: first.traceId, second: true };
    entered.push(second);
    probe.enter(second, undefined);
    expect(probe.rootFacts(second)[EVIDENCE.hasLineage]).toBe(false);
  });
});

describe("bounds", () => {
  it("tells apart as many operations as an evidence span carries, and is silent about more", async () => {
    const upstream = new Upstream(probe);
    const one = root();
    await inRoot(probe, one, async () => {
      for (let i = 0; i < MAX_TRACKED + 2; i++) await upstream.fetch(one, `op${i}`);
    });
    expect(waitsOf(probe, upstream.operations, `op${MAX_TRACKED - 1}`)).toHaveLength(MAX_TRACKED - 1);
    expect(waitsOf(probe, upstream.operations, `op${MAX_TRACKED}`)).toBeUndefined();
    expect(waitsOf(probe, upstream.operations, `op${MAX_TRACKED + 1}`)).toBeUndefined();
  });

  it("refuses further roots, counts them, and takes new ones when others have left", () => {
    const before = probe.droppedRoots;
    const many = Array.from({ length: MAX_ROOTS + 3 }, root);
    for (const each of many) probe.enter(each, undefined);
    expect(probe.droppedRoots - before).toBe(3);
    expect(many.map((each) => probe.rootFacts(each)[EVIDENCE.hasLineage]).filter(Boolean)).toHaveLength(MAX_ROOTS);
    for (const each of many.slice(0, 1)) probe.leave(each);
    const late = root();
    probe.enter(late, undefined);
    expect(probe.rootFacts(late)[EVIDENCE.hasLineage]).toBe(true);
  });

  it("gives up on a root with too many different sets instead of growing", () => {
    const sets = new KnownSets("trace");
    const operations = entered.length;
    for (let i = 0; i < 16; i++) sets.track({ sequence: i } as never);
    const learn = (bits: number): ReturnType<KnownSets["union"]> => {
      let known = sets.empty;
      for (let i = 0; i < 16; i++) if ((bits >> i) & 1) known = sets.learn(known, i, false);
      return known;
    };
    for (let bits = 0; bits < MAX_SETS * 2; bits++) learn(bits);
    expect(sets.dropped).toBeGreaterThan(0);
    expect(sets.read(learn(1))).toEqual({ headers: [0], bodies: [] });
    expect(sets.read(learn(MAX_SETS * 2 - 1))).toBeUndefined();
    expect(entered).toHaveLength(operations);
  });

  it("lets go of the operations of a closed root", () => {
    const sets = new KnownSets("trace");
    const known = sets.learn(sets.empty, sets.track({ sequence: 7 } as never), true);
    expect(sets.read(known)).toEqual({ headers: [7], bodies: [7] });
    sets.leave();
    expect(sets.read(known)).toEqual({ headers: [], bodies: [] });
  });

  it("has no facts for operations of roots it never entered", () => {
    const upstream = new Upstream(probe);
    const other = newRoot();
    upstream.begin(other, "A");
    expect(probe.facts(upstream.operations.get("A")!)).toEqual({});
    expect(probe.rootFacts(other)).toEqual({ [EVIDENCE.hasLineage]: false });
  });
});

describe("roots", () => {
  it("do not learn of each other's operations through a promise they share", async () => {
    const upstream = new Upstream(probe);
    const [one, two] = [root(), root()];
    let shared: Promise<unknown> | undefined;
    const work = (mine: Root, name: string) => async (): Promise<void> => {
      await upstream.fetch(mine, `${name}1`, 5);
      await (shared ??= upstream.fetch(mine, "shared", 30));
      await upstream.fetch(mine, `${name}2`);
    };
    await Promise.all([inRoot(probe, one, work(one, "one")), inRoot(probe, two, work(two, "two"))]);
    expect(waitsOf(probe, upstream.operations, "one2")).toEqual(["one1.h", "shared.h"]);
    expect(waitsOf(probe, upstream.operations, "two2")).toEqual(["two1.h"]);
  });

  it("inside one another know what was waited for before the inner one began", async () => {
    const upstream = new Upstream(probe);
    const outer = root();
    const inner: Root = { ...newRoot(), traceId: outer.traceId };
    const other = root();
    await inRoot(probe, outer, async () => {
      await upstream.fetch(outer, "proxy");
      probe.enter(inner, undefined);
      await upstream.fetch(inner, "page");
      probe.leave(outer);
      await upstream.fetch(inner, "page2");
      probe.enter(other, undefined);
      await upstream.fetch(other, "other");
    });
    expect(waitsOf(probe, upstream.operations, "page")).toEqual(["proxy.h"]);
    expect(waitsOf(probe, upstream.operations, "page2")).toEqual(["page.h", "proxy.h"]);
    expect(waitsOf(probe, upstream.operations, "other")).toEqual([]);
    probe.leave(inner);
  });

  it("are silent where code runs that lineage cannot see, and exact again where it can", async () => {
    const upstream = new Upstream(probe);
    const one = root();
    await inRoot(probe, one, async () => {
      await upstream.fetch(one, "A");
      await new Promise<void>((resolve) => {
        // A callback from outside: nothing says that it was A's continuation that asked for it.
        upstream.after(5, () => {
          upstream.fetch(one, "B").then(() => resolve(), resolve);
        });
      });
      await upstream.fetch(one, "C");
    });
    expect(waitsOf(probe, upstream.operations, "A")).toEqual([]);
    expect(waitsOf(probe, upstream.operations, "B")).toBeUndefined();
    expect(waitsOf(probe, upstream.operations, "C")).toEqual(["A.h", "B.h"]);
  });

  it("are not trusted when a hook could not do its work", async () => {
    const upstream = new Upstream(probe);
    const one = root();
    await inRoot(probe, one, async () => {
      await upstream.fetch(one, "A");
      const deep = (): void => {
        void Promise.resolve();
        deep();
      };
      expect(deep).toThrow(RangeError);
      await upstream.fetch(one, "B");
    });
    const facts = probe.facts(upstream.operations.get("B")!);
    expect([undefined, ["A.h"]]).toContainEqual(waitsOf(probe, upstream.operations, "B"));
    expect(facts).toHaveProperty([OPERATION.lineage]);
  });
});

describe("memory", () => {
  const marks = (): number => queryObjects(Mark, { format: "count" });

  it("stays flat over long chains of promises", async () => {
    const before = marks();
    const upstream = new Upstream(probe);
    const one = root();
    let during = Number.POSITIVE_INFINITY;
    await inRoot(probe, one, async () => {
      await upstream.fetch(one, "A");
      let chain: Promise<unknown> = Promise.resolve();
      for (let link = 0; link < 100_000; link++) {
        chain = chain.then(() => undefined);
        await chain;
      }
      during = marks() - before;
      await upstream.fetch(one, "B");
    });
    expect(waitsOf(probe, upstream.operations, "B")).toEqual(["A.h"]);
    expect(during).toBeLessThan(50);
  });

  it("keeps nothing of roots that have left", async () => {
    const before = queryObjects(KnownSets, { format: "count" });
    const upstream = new Upstream(probe);
    const kept: unknown[] = [];
    for (let i = 0; i < 20; i++) {
      const one = newRoot();
      await inRoot(probe, one, async () => {
        const answer = upstream.fetch(one, `A${i}`);
        await answer;
        kept.push(answer);
      });
      probe.leave(one);
    }
    upstream.operations.clear();
    // The application may keep the promises; what hangs on them is a set's empty shell.
    expect(kept).toHaveLength(20);
    expect(queryObjects(KnownSets, { format: "count" }) - before).toBeLessThanOrEqual(21);
  });
});
