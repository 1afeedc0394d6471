import type { Request } from "@weir/core";
import { describe, expect, it } from "vitest";
import { MemoryStore } from "../store/memory/memory-store.ts";
import { batch, counter, NOON } from "../store/testing.ts";
import { Profiles } from "./profiles.ts";

const REREAD_MS = 30_000;
const row = counter();
const request = { ...row, start: NOON * 1_000 } as unknown as Request;
const seen = (count: number): ReadonlyMap<string, ReadonlyMap<string, number>> =>
  new Map([[row.key, new Map([[row.field, count]])]]);

describe("Profiles of a store that other collectors write too", () => {
  it("come to know what others counted, without counting their own twice or losing it", async () => {
    const store = new MemoryStore();
    let now = NOON;
    const profiles = new Profiles(store, () => now, REREAD_MS);
    const load = async (): Promise<number | undefined> => {
      await profiles.load(request, row.routeKey);
      // What is read again is read beside the analysis.
      await new Promise(setImmediate);
      return profiles.of(request)(row.key).get(row.field);
    };
    await load();
    profiles.add(request, seen(3));
    await store.writeBatch(batch("own", { counters: [{ ...row, count: 3 }] }));
    await store.writeBatch(batch("other", { counters: [{ ...row, count: 5 }] }));
    expect(await load()).toBe(3);
    now += REREAD_MS;
    expect(await load()).toBe(8);
    // Not in the store yet.
    profiles.add(request, seen(20));
    now += REREAD_MS;
    expect(await load()).toBe(28);
  });
});
