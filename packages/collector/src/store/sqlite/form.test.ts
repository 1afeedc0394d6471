import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { DAY_MS, dayOf } from "../day.ts";
import { batch, NOON, request } from "../testing.ts";
import { SqliteStore } from "./sqlite-store.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "weir-form-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

async function withStore<T>(work: (store: SqliteStore) => Promise<T>): Promise<T> {
  const store = new SqliteStore({ folder });
  try {
    await store.migrate();
    return await work(store);
  } finally {
    await store.close();
  }
}

const counts = async (store: SqliteStore) =>
  (await store.routes({ from: NOON - DAY_MS, to: NOON + DAY_MS })).map(({ requests }) => requests);

it("a store of the first form is read as it is, and written to", async () => {
  await withStore((store) => store.writeBatch(batch("a", { requests: [request(), request()] })));
  for (const name of ["main.db", `day-${dayOf(NOON)}.db`]) {
    const file = new DatabaseSync(join(folder, name));
    // The first form had a row per request, and did not say when an hour changed last.
    file.exec("DROP TABLE IF EXISTS request_blocks; DROP TABLE IF EXISTS hours; PRAGMA user_version = 1");
    file.close();
  }
  await withStore(async (store) => {
    expect(await counts(store)).toEqual([2]);
    await store.writeBatch(batch("b", { requests: [request()] }));
    expect(await counts(store)).toEqual([3]);
    await store.writeBatch(batch("c", { requests: [request()] }));
    expect(await counts(store)).toEqual([4]);
  });
});
