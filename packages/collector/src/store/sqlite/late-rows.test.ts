import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../day.ts";
import { batch, hit, NOON, request } from "../testing.ts";
import { SqliteStore } from "./sqlite-store.ts";

const WINDOW = { from: NOON - DAY_MS, to: NOON + DAY_MS };

let folder: string;
let store: SqliteStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "weir-late-"));
  store = new SqliteStore({ folder });
  await store.migrate();
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const rowsAt = (...times: readonly number[]) => ({
  requests: times.map((ts) => request({ ts })),
  hits: times.map((ts) => hit({ ts })),
});

async function counted(window = WINDOW): Promise<readonly number[]> {
  const [routes, findings] = await Promise.all([store.routes(window), store.findings(window)]);
  return [...routes, ...findings].map(({ requests }) => requests);
}

it("a request that comes for an hour, or a minute, that was already answered about is in the next answer", async () => {
  await store.writeBatch(batch("a", rowsAt(NOON - 3 * HOUR_MS, NOON - 2 * HOUR_MS + MINUTE_MS, NOON)));
  const fromHalfPast = { from: NOON - 2 * HOUR_MS + MINUTE_MS, to: NOON - HOUR_MS + MINUTE_MS };
  expect(await counted()).toEqual([3, 3]);
  expect(await counted(fromHalfPast)).toEqual([1, 1]);
  await store.writeBatch(batch("b", rowsAt(NOON - 3 * HOUR_MS + MINUTE_MS)));
  expect(await counted()).toEqual([4, 4]);
  expect(await counted(fromHalfPast)).toEqual([1, 1]);
  await store.writeBatch(batch("c", rowsAt(NOON - 2 * HOUR_MS + 5 * MINUTE_MS)));
  expect(await counted(fromHalfPast)).toEqual([2, 2]);
});

it("a day that is sealed again after a late request is read anew from main.db", async () => {
  const yesterday = NOON - DAY_MS;
  const always = { from: 0, to: NOON + DAY_MS };
  await store.writeBatch(batch("a", rowsAt(yesterday)));
  await store.writeBatch(batch("b", rowsAt(yesterday - DAY_MS, NOON)));
  expect(await counted(always)).toEqual([3, 3]);
  await store.dropDetailBefore("20261120");
  expect(await counted(always)).toEqual([3, 3]);
  await store.dropDetailBefore("20261121");
  expect(await counted(always)).toEqual([3, 3]);
  await store.dropBefore("20261120");
  expect(await counted(always)).toEqual([2, 2]);
});
