import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WeirError } from "../../errors.ts";
import { DAY_MS, dayOf, HOUR_MS } from "../day.ts";
import type { Store } from "../port.ts";
import { batch, hexId, NOON, request, trace } from "../testing.ts";
import { SqliteStore } from "./sqlite-store.ts";
import { MAX_WAITING } from "./store-thread.ts";

/** After midnight, too soon for the day before to be sealed. */
const NEXT = NOON + 12 * HOUR_MS + 60_000;
const ALWAYS = { from: 0, to: NEXT + DAY_MS };

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "weir-damage-"));
  store = new SqliteStore({ folder });
  await store.migrate();
});

afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const dayFile = (ts: number) => join(folder, `day-${dayOf(ts)}.db`);

async function reopen(): Promise<void> {
  await store.close();
  store = new SqliteStore({ folder });
}

async function counts(): Promise<readonly number[]> {
  return (await store.routes(ALWAYS)).map(({ requests }) => requests);
}

describe("a damaged file", () => {
  it("of one day leaves the other days served, and is named on Status", async () => {
    await store.writeBatch(batch("a", { requests: [request(), request()] }));
    await store.writeBatch(batch("b", { requests: [request({ ts: NEXT })] }));
    await reopen();
    writeFileSync(dayFile(NOON), Buffer.alloc(200_000, 0x5a));
    await store.migrate();
    expect(await counts()).toEqual([1]);
    expect(await store.health()).toEqual({ ok: true, detail: expect.stringContaining("day-20261121.db") });
  });

  it("whose pages rot in the middle is left out as a whole", async () => {
    const requests = Array.from({ length: 3_000 }, (_, index) =>
      request({ ts: NOON + index, routeKey: `GET /r${index}` }),
    );
    await store.writeBatch(batch("a", { requests }));
    await store.writeBatch(batch("b", { requests: [request({ ts: NEXT })] }));
    await reopen();
    scribble(dayFile(NOON), 16_384 * 3);
    await store.migrate();
    expect(await counts()).toEqual([1]);
  });

  it("of a sealed day is replaced by the hours in main.db", async () => {
    await store.writeBatch(batch("a", { requests: [request(), request()] }));
    await store.writeBatch(batch("b", { requests: [request({ ts: NEXT + 2 * HOUR_MS })] }));
    await reopen();
    writeFileSync(dayFile(NOON), Buffer.alloc(200_000, 0x5a));
    await store.migrate();
    expect(await counts()).toEqual([3]);
  });

  it("is set aside when rows come for its day, so that nothing stands still", async () => {
    await store.writeBatch(batch("a", { requests: [request()] }));
    await reopen();
    writeFileSync(dayFile(NOON), Buffer.alloc(200_000, 0x5a));
    await store.migrate();
    await store.writeBatch(batch("b", { requests: [request(), request()] }));
    expect(await counts()).toEqual([2]);
    expect(readdirSync(folder)).toContain("day-20261121.db.damaged-1");
    expect((await store.health()).detail).toContain("day-20261121.db.damaged-1");
  });

  it("does not stop retention", async () => {
    await store.writeBatch(batch("a", { requests: [request()], traces: [trace({ fingerprints: ["f1"] })] }));
    await store.writeBatch(batch("b", { requests: [request({ ts: NEXT })] }));
    await reopen();
    writeFileSync(dayFile(NOON), Buffer.alloc(200_000, 0x5a));
    await store.migrate();
    await store.dropDetailBefore(dayOf(NEXT));
    expect(readdirSync(folder)).not.toContain("day-20261121.db");
    expect(await counts()).toEqual([1]);
  });

  it("main.db refuses with a code and a hint, and touches nothing", async () => {
    await store.writeBatch(batch("a", { requests: [request()] }));
    await reopen();
    const main = join(folder, "main.db");
    writeFileSync(main, Buffer.alloc(200_000, 0x5a));
    const failed = await store.migrate().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(WeirError);
    expect(failed).toMatchObject({
      code: "WEIR_STORE_DAMAGED",
      message: expect.stringContaining("main.db"),
      hint: expect.any(String),
    });
    expect((await store.health()).ok).toBe(false);
    expect(statSync(main).size).toBe(200_000);
  });
});

describe("a folder that does not fit", () => {
  it("written by a later Weir is refused, not rewritten", async () => {
    await store.writeBatch(batch("a", { requests: [request()] }));
    await reopen();
    const main = new DatabaseSync(join(folder, "main.db"));
    main.exec("PRAGMA user_version = 999");
    main.close();
    await expect(store.migrate()).rejects.toMatchObject({ code: "WEIR_STORE_NEWER" });
  });

  it("is a file: the failure has a code, and every call says so", async () => {
    const path = join(folder, "file");
    writeFileSync(path, "");
    const other = new SqliteStore({ folder: path });
    await expect(other.migrate()).rejects.toMatchObject({ code: "WEIR_STORE_CANNOT_OPEN" });
    await other.close();
  });
});

describe("the store's threads", () => {
  it("refuse calls after close", async () => {
    const closed = new SqliteStore({ folder });
    await closed.close();
    await expect(closed.routes(ALWAYS)).rejects.toMatchObject({ code: "WEIR_STORE_CLOSED" });
    await closed.close();
  });

  it("see what was written as soon as it is acknowledged", async () => {
    for (let number = 1; number <= 20; number += 1) {
      await store.writeBatch(batch(`b${number}`, { requests: [request({ traceId: hexId(number, 32) })] }));
      expect(await counts()).toEqual([number]);
    }
  });

  it("answer many calls at once in the order they were made", async () => {
    const writes = Array.from({ length: 50 }, (_, index) =>
      store.writeBatch(batch(`b${index}`, { requests: [request()] })),
    );
    await Promise.all(writes);
    expect(await counts()).toEqual([50]);
  });

  it("refuse more waiting calls than their bound", async () => {
    const calls = Array.from({ length: MAX_WAITING + 100 }, () => store.findingState("f1"));
    const results = await Promise.allSettled(calls);
    const refused = results.filter(({ status }) => status === "rejected");
    expect(refused).toHaveLength(100);
    expect(refused[0]).toMatchObject({ reason: { code: "WEIR_STORE_OVERLOADED", retryAfter: 1 } });
  });
});

/** Overwrites pages behind the header, leaving the file's first pages as they are. */
function scribble(path: string, from: number): void {
  const size = statSync(path).size;
  const file = openSync(path, "r+");
  const noise = Buffer.alloc(size - from, 0xa5);
  writeSync(file, noise, 0, noise.length, from);
  closeSync(file);
}
