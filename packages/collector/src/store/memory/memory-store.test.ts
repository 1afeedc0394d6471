import { describe, expect, it } from "vitest";
import { storeContract } from "../contract.ts";
import { batch, counter, document, NOON, request } from "../testing.ts";
import { MemoryStore } from "./memory-store.ts";

const ALWAYS = { from: 0, to: NOON * 2 };

describe("memory store", () => {
  storeContract(it, async () => {
    const store = new MemoryStore();
    return { store, reopen: async () => store, remove: () => store.close() };
  });

  it("lets the oldest rows go at its bound and counts them", async () => {
    const store = new MemoryStore({ rows: 80, counters: 80, documents: 8, batchIds: 8, alertRows: 8 });
    for (let index = 0; index < 200; index += 1) {
      const at = { ts: NOON + index * 60_000, version: `v${index}` };
      await store.writeBatch(
        batch(`b${index}`, {
          requests: [request(at)],
          counters: [counter({ ...at, key: `p${index}` })],
          documents: [document({ ...at, key: `p${index}` })],
        }),
      );
    }
    const versions = await store.versions({});
    expect(versions.length).toBeLessThanOrEqual(90);
    expect(versions.at(-1)?.version).toBe("v199");
    const pairs = await store.counters({ kind: "pair", ...ALWAYS });
    expect(pairs.length).toBeLessThanOrEqual(80);
    expect(pairs.map(({ key }) => key)).toContain("p199");
    expect(await store.documents("pair", ["p0", "p199"])).toHaveLength(1);
    const row = { kind: "change", scope: "", body: "{}" } as const;
    await store.putAlertRows(Array.from({ length: 20 }, (_, at) => ({ ...row, key: `c${at}`, at })));
    expect((await store.alertRows({ kind: "change" })).map(({ key }) => key)).toHaveLength(8);
    expect(await store.alertRows({ kind: "change", key: "c19" })).toHaveLength(1);
    expect(await store.hasBatch("b0")).toBe(false);
    expect(await store.hasBatch("b199")).toBe(true);
    const { dropped } = await store.stats();
    expect(dropped.overBound).toBe(200 - versions.length + (200 - pairs.length) + 192 + 12);
  });
});
