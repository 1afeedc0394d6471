import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DAY_MS } from "../day.ts";
import { batch, hit, NOON, request } from "../testing.ts";
import { SqliteStore } from "./sqlite-store.ts";

const ALWAYS = { from: 0, to: NOON + 3 * DAY_MS };

let folder: string;
let one: SqliteStore;
let two: SqliteStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "weir-shared-"));
  [one, two] = [new SqliteStore({ folder }), new SqliteStore({ folder })];
  await one.migrate();
  await two.migrate();
});

afterEach(async () => {
  await Promise.all([one.close(), two.close()]);
  rmSync(folder, { recursive: true });
});

const rows = (ts: number, version: string) => ({ requests: [request({ ts, version })], hits: [hit({ ts, version })] });

const seen = async (store: SqliteStore) =>
  (await store.routes({ ...ALWAYS, perVersion: true })).map(({ version, requests }) => `${version} ${requests}`);

it("two collectors on one store write in turn, and each sees what the other stored", async () => {
  await Promise.all(
    Array.from({ length: 10 }, async (_all, index) => {
      await one.writeBatch(batch(`one-${index}`, rows(NOON, "a")));
      await two.writeBatch(batch(`two-${index}`, rows(NOON, "a")));
    }),
  );
  expect([await seen(one), await seen(two)]).toEqual([["a 20"], ["a 20"]]);
  await two.writeBatch(batch("two-last", rows(NOON, "a")));
  expect(await seen(one)).toEqual(["a 21"]);
});

it("what one removes, another that knew it writes anew under its own name", async () => {
  await two.writeBatch(batch("a", rows(NOON, "old")));
  // The day is over: `two` copies it, and knows the numbers that names have in main.db.
  await two.writeBatch(batch("b", rows(NOON + DAY_MS, "old")));
  await one.dropBefore("20261123");
  await two.writeBatch(batch("c", rows(NOON + 2 * DAY_MS, "old")));
  await two.writeBatch(batch("d", rows(NOON + 3 * DAY_MS - 1, "new")));
  await two.dropDetailBefore("20261124");
  expect(await seen(one)).toEqual(["new 1", "old 1"]);
});
