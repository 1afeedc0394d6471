import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./day.ts";
import { MemoryStore } from "./memory/memory-store.ts";
import { applyRetention } from "./retention.ts";
import { batch, NOON, request } from "./testing.ts";

const ALWAYS = { from: 0, to: NOON + DAY_MS };

describe("applyRetention", () => {
  it("keeps today and so many days before it, detail for less long than counts", async () => {
    const store = new MemoryStore();
    const requests = [0, 1, 2, 3, 4, 5].map((age) => request({ ts: NOON - age * DAY_MS, version: `${age} days old` }));
    await store.writeBatch(batch("a", { requests }));
    await applyRetention(store, { detail: 2, aggregates: 4 }, NOON + 11 * HOUR_MS);
    expect((await store.versions({})).map(({ version }) => version)).toEqual([
      "3 days old",
      "2 days old",
      "1 days old",
      "0 days old",
    ]);
    const minuteApart = async (age: number) => {
      const at = NOON - age * DAY_MS + 30 * MINUTE_MS;
      return (await store.routes({ from: at, to: at + MINUTE_MS })).length;
    };
    expect([await minuteApart(1), await minuteApart(2)], "the older day has hours only").toEqual([0, 1]);
    await applyRetention(store, { detail: 2, aggregates: 4 }, NOON + 11 * HOUR_MS);
    expect((await store.routes(ALWAYS))[0]?.requests).toBe(4);
  });

  it("refuses to keep less than a day, or counts for less long than detail", async () => {
    const store = new MemoryStore();
    await expect(applyRetention(store, { detail: 0, aggregates: 9 }, NOON)).rejects.toThrow(RangeError);
    await expect(applyRetention(store, { detail: 9, aggregates: 8 }, NOON)).rejects.toThrow(RangeError);
  });
});
