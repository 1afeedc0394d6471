import assert from "node:assert/strict";
import { DAY_MS, dayOf, HOUR_MS, MINUTE_MS } from "../day.ts";
import { batch, counter, document, hexId, hit, NOON, request, trace } from "../testing.ts";
import { type OpenStore, type TestCase, withStore } from "./subject.ts";

const NEXT = NOON + DAY_MS;
const ALWAYS = { from: 0, to: NOON + 30 * DAY_MS };

export function retentionCases(it: TestCase, open: OpenStore): void {
  it("keeps hours, evidence and documents of a day whose detail was dropped", () =>
    withStore(open, async (store, subject) => {
      await store.writeBatch(
        batch("a", {
          requests: [request({ ts: NOON + 5 * MINUTE_MS }), request({ ts: NEXT + 5 * MINUTE_MS })],
          hits: [hit({ ts: NOON + 5 * MINUTE_MS })],
          counters: [counter()],
          documents: [document()],
        }),
      );
      await store.dropDetailBefore(dayOf(NEXT));
      const again = await subject.reopen();
      assert.equal((await again.routes(ALWAYS))[0]?.requests, 2);
      assert.equal((await again.findings(ALWAYS))[0]?.requests, 1);
      assert.equal((await again.counters({ kind: "pair", ...ALWAYS }))[0]?.fields.get("n"), 1);
      assert.equal((await again.documents("pair", [counter().key])).length, 1);
      assert.equal((await again.versions({}))[0]?.requests, 2);
      const wholeHour = await again.routes({ from: NOON + 40 * MINUTE_MS, to: NOON + 41 * MINUTE_MS });
      assert.equal(wholeHour[0]?.requests, 1, "without minutes a window takes the whole hour");
      const minute = await again.routes({ from: NEXT + 40 * MINUTE_MS, to: NEXT + 41 * MINUTE_MS });
      assert.deepEqual(minute, [], "other days keep theirs");
      assert.equal((await again.stats()).requests, 1);
    }));

  it("counts and drops rows that come for a day already dropped", () =>
    withStore(open, async (store, subject) => {
      await store.writeBatch(batch("a", { requests: [request(), request({ ts: NEXT })] }));
      await store.dropDetailBefore(dayOf(NEXT));
      const late = batch("late", {
        requests: [request(), request({ ts: NEXT })],
        hits: [hit()],
        counters: [counter()],
      });
      await store.writeBatch(late);
      const again = await subject.reopen();
      assert.equal((await again.routes(ALWAYS))[0]?.requests, 3);
      assert.deepEqual(await again.findings(ALWAYS), []);
      assert.equal((await again.stats()).dropped.lateRows, 3);
    }));

  it("keeps traces that findings link to when their day goes", () =>
    withStore(open, async (store, subject) => {
      const linked = trace({ traceId: hexId(1, 32), fingerprints: ["f1"], view: new Uint8Array([9, 9]) });
      const settled = trace({ traceId: hexId(2, 32), fingerprints: ["f2"], ts: NOON + 1 });
      const plain = trace({ traceId: hexId(3, 32), ts: NOON + 2 });
      await store.putFindingState({ fingerprint: "f2", status: "accepted", by: "kim", at: NOON, history: [] });
      await store.writeBatch(batch("a", { traces: [linked, settled, plain] }));
      await store.dropDetailBefore(dayOf(NEXT));
      const again = await subject.reopen();
      assert.deepEqual(
        (await again.trace(linked.traceId)).map(({ view }) => [...view]),
        [[9, 9]],
      );
      assert.deepEqual(await again.trace(settled.traceId), []);
      assert.deepEqual(await again.trace(plain.traceId), []);
      assert.deepEqual((await again.exemplars({ ...ALWAYS, fingerprint: "f1" })).length, 1);
    }));

  it("forgets everything of days before the cut and nothing of later ones", () =>
    withStore(open, async (store, subject) => {
      const parts = (ts: number, key: string) => ({
        requests: [request({ ts, version: key })],
        hits: [hit({ ts, fingerprint: key })],
        counters: [counter({ ts, key })],
        documents: [document({ ts, key }), document({ ts: NOON, key: "still-counted" })],
      });
      await store.writeBatch(batch("a", parts(NOON, "old")));
      await store.writeBatch(batch("b", parts(NEXT, "new")));
      await store.writeBatch(batch("c", { counters: [counter({ ts: NEXT, key: "still-counted" })] }));
      await store.dropBefore(dayOf(NEXT));
      const again = await subject.reopen();
      assert.deepEqual(
        (await again.versions({})).map(({ version }) => version),
        ["new"],
      );
      assert.deepEqual(
        (await again.findings(ALWAYS)).map(({ fingerprint }) => fingerprint),
        ["new"],
      );
      assert.deepEqual(
        (await again.counters({ kind: "pair", ...ALWAYS })).map(({ key }) => key),
        ["new", "still-counted"],
      );
      const documents = await again.documents("pair", ["old", "new", "still-counted"]);
      assert.deepEqual(
        documents.map(({ key }) => key),
        ["new", "still-counted"],
      );
    }));

  it("drops nothing when asked twice or for an earlier day", () =>
    withStore(open, async (store) => {
      await store.writeBatch(batch("a", { requests: [request(), request({ ts: NEXT })] }));
      await store.dropBefore(dayOf(NEXT));
      await store.dropBefore(dayOf(NEXT));
      await store.dropDetailBefore(dayOf(NOON - 9 * HOUR_MS));
      assert.equal((await store.routes(ALWAYS))[0]?.requests, 1);
      await assert.rejects(store.dropBefore("2026-11-21"), RangeError);
    }));
}
