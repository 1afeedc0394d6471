import assert from "node:assert/strict";
import { HOUR_MS } from "../day.ts";
import type { StoredTrace } from "../port.ts";
import { batch, hexId, NOON, request, trace } from "../testing.ts";
import { MAX_TRACES_PER_ROUTE, MAX_VERSION_TRACES } from "../trace-retention.ts";
import { type OpenStore, type TestCase, withStore } from "./subject.ts";

const DAY = { from: NOON - 12 * HOUR_MS, to: NOON + 12 * HOUR_MS };

export function traceCases(it: TestCase, open: OpenStore): void {
  it("returns a trace's bytes as they were written", () =>
    withStore(open, async (store, subject) => {
      const whole = trace({ view: bytes(2_000), spans: bytes(40_000), fingerprints: ["f1", "f2"], saved: 7_000 });
      const second = trace({ spanId: hexId(2, 16), ts: NOON + 1, view: bytes(1) });
      await store.writeBatch(batch("a", { traces: [second, whole] }));
      const again = await subject.reopen();
      assert.deepEqual((await again.trace(whole.traceId)).map(plain), [plain(whole), plain(second)]);
      assert.deepEqual(await again.trace("f".repeat(32)), []);
    }));

  it("replaces a trace that is written again after a late span", () =>
    withStore(open, async (store) => {
      await store.writeBatch(batch("a", { traces: [trace({ view: bytes(3) })] }));
      await store.writeBatch(batch("b", { traces: [trace({ view: bytes(9), duration: 250_000 })] }));
      const [only, ...others] = await store.trace(trace().traceId);
      assert.equal(others.length, 0);
      assert.deepEqual(only && plain(only), plain(trace({ view: bytes(9), duration: 250_000 })));
    }));

  it("keeps the best, median, worst and newest request of a version, and lets the rest go", () =>
    withStore(open, async (store) => {
      const durations = [50, 10, 30, 20, 90, 40, 60];
      for (const [index, ms] of durations.entries()) {
        const row = { ts: NOON + index * 1_000, duration: ms * 1_000, traceId: hexId(index + 1, 32) };
        await store.writeBatch(batch(`t${index}`, { requests: [request(row)], traces: [trace(row)] }));
      }
      const kept = (await store.exemplars({ ...DAY, routeKey: "GET /cart" })).map(({ duration }) => duration / 1_000);
      for (const ms of [10, 40, 90, 60]) assert.ok(kept.includes(ms), `${ms} ms among ${kept.join(", ")}`);
      assert.ok(kept.length <= 4, kept.join(", "));
      assert.equal((await store.trace(hexId(4, 32))).length, 0, "a request without a reason to stay is gone");
    }));

  it("keeps what a finding links to until a person puts the finding away", () =>
    withStore(open, async (store) => {
      const write = async (id: string, from: number) => {
        const traces = [0, 1, 2, 3, 4, 5].map((step) =>
          trace({
            ts: NOON + from + step,
            traceId: hexId(from + step, 32),
            duration: 100_000 + step,
            saved: step === 2 ? 90_000 : 10_000,
            fingerprints: step === 2 || step === 3 ? ["f1"] : [],
          }),
        );
        await store.writeBatch(
          batch(id, { requests: traces.map((t) => request({ ts: t.ts, duration: t.duration })), traces }),
        );
      };
      await write("a", 1_000);
      const linked = await store.exemplars({ ...DAY, fingerprint: "f1" });
      assert.deepEqual(
        linked.map(({ ts }) => ts - NOON),
        [1_003, 1_002],
      );
      await store.putFindingState({ fingerprint: "f1", status: "accepted", by: "kim", at: NOON, history: [] });
      await write("b", 2_000);
      const after = await store.exemplars({ ...DAY, routeKey: "GET /cart" });
      assert.ok(after.length <= 4, "only the version's own four are left");
    }));

  it("holds no more traces of a route than its bound, and says how many met it", () =>
    withStore(open, async (store) => {
      const traces = Array.from({ length: 3 * MAX_TRACES_PER_ROUTE }, (_, index) =>
        trace({
          ts: NOON + index,
          traceId: hexId(index + 1, 32),
          duration: 1_000 * (index + 1),
          version: `v${index}`,
          fingerprints: [hexId(index, 16)],
        }),
      );
      await store.writeBatch(
        batch("a", { requests: traces.map((t) => request({ ts: t.ts, version: t.version })), traces }),
      );
      const kept = await store.exemplars(DAY);
      assert.equal(kept.length, MAX_TRACES_PER_ROUTE);
      assert.ok(MAX_VERSION_TRACES < MAX_TRACES_PER_ROUTE);
      assert.equal((await store.stats()).dropped.traces, 2 * MAX_TRACES_PER_ROUTE);
    }));

  it("finds exemplars by exact time, app, route and finding", () =>
    withStore(open, async (store) => {
      const traces = [
        trace({ ts: NOON, traceId: hexId(1, 32) }),
        trace({ ts: NOON + 1, traceId: hexId(2, 32), routeKey: "GET /home", fingerprints: ["f1"] }),
        trace({ ts: NOON + 2, traceId: hexId(3, 32), env: "production" }),
      ];
      await store.writeBatch(batch("a", { traces }));
      const ids = async (query: object) =>
        (await store.exemplars({ ...DAY, ...query })).map(({ traceId }) => Number(traceId));
      assert.deepEqual(await ids({}), [3, 2, 1]);
      assert.deepEqual(await ids({ from: NOON + 1, to: NOON + 2 }), [2]);
      assert.deepEqual(await ids({ env: "production" }), [3]);
      assert.deepEqual(await ids({ routeKey: "GET /cart", env: "staging" }), [1]);
      assert.deepEqual(await ids({ fingerprint: "f1" }), [2]);
    }));
}

function bytes(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31) % 256);
}

/** Adapters may return a Buffer: only the bytes count. */
function plain(stored: StoredTrace): object {
  const { view, spans, ...rest } = stored;
  return { ...rest, view: [...view], spans: spans === undefined ? undefined : [...spans] };
}
