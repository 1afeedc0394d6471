import assert from "node:assert/strict";
import { DAY_MS, dayOf, HOUR_MS, MINUTE_MS } from "../day.ts";
import { MemoryStore } from "../memory/memory-store.ts";
import type { Batch, Store, StoredTrace, Window } from "../port.ts";
import { NOON } from "../testing.ts";
import { RandomBatches } from "./random-batches.ts";
import { type OpenStore, type TestCase, withStore } from "./subject.ts";

const ROUNDS = 12;

/** Random traffic over three days, written to the adapter and to the oracle; every answer must be equal, deeply. */
export function randomCases(it: TestCase, open: OpenStore, seeds: readonly number[]): void {
  for (const seed of seeds) {
    it(`answers like the oracle on random traffic (seed ${seed})`, () =>
      withStore(open, async (first, subject) => {
        const random = new RandomBatches(seed);
        const oracle = new MemoryStore();
        const written: Batch[] = [];
        let store = first;
        for (let round = 0; round < ROUNDS; round += 1) {
          const next = random.chance(0.3) && written.length > 0 ? random.pick(written) : random.batch(written);
          written.push(next);
          await both(store, oracle, (target) => target.writeBatch(next));
          if (round === 5) await both(store, oracle, (target) => target.dropDetailBefore(dayOf(NOON)));
          if (round === 9) await both(store, oracle, (target) => target.dropBefore(dayOf(NOON)));
          if (round % 4 === 3) store = await subject.reopen();
          await assertEqual(store, oracle, random.window());
        }
      }));
  }
}

async function both(store: Store, oracle: Store, act: (target: Store) => Promise<void>): Promise<void> {
  await act(store);
  await act(oracle);
}

async function assertEqual(store: Store, oracle: Store, random: Window): Promise<void> {
  const windows: readonly Window[] = [
    { from: NOON - 2 * DAY_MS, to: NOON + 2 * DAY_MS },
    { from: NOON - 90 * MINUTE_MS, to: NOON + 17 * MINUTE_MS },
    random,
  ];
  for (const window of windows) {
    assert.deepEqual(await answers(store, window), await answers(oracle, window), JSON.stringify(window));
  }
}

async function answers(store: Store, window: Window): Promise<object> {
  const app = { service: "shop", env: "staging" };
  const routes = await store.routes(window);
  return {
    routes,
    perVersion: await store.routes({ ...window, ...app, perVersion: true }),
    version: await store.routes({ ...window, version: "v1" }),
    series: await store.routeSeries({ ...window, ...app, routeKey: "GET /r0", step: 5 * MINUTE_MS }),
    hours: await store.routeSeries({ ...window, ...app, routeKey: "GET /r1", step: HOUR_MS }),
    findings: await store.findings(window),
    oneFinding: await store.findings({ ...window, ...app, fingerprint: "f1" }),
    pairs: await store.counters({ kind: "pair", ...window }),
    shapes: await store.counters({ kind: "shape", ...window, ...app, keys: ["k1", "k2"] }),
    documents: await store.documents("pair", ["k0", "k1", "k2", "k3"]),
    ownDocuments: await store.documents("finding", ["k0", "k1", "k2", "k3"], app),
    presence: await store.presence(window),
    versions: await store.versions({}),
    exemplars: await store.exemplars(window),
    traces: (await Promise.all(["0", "1", "2"].map((end) => store.trace("0".repeat(31) + end)))).map((found) =>
      found.map(plain),
    ),
    requests: (await store.stats()).requests,
  };
}

function plain({ view, ...rest }: StoredTrace): object {
  return { ...rest, view: [...view] };
}
