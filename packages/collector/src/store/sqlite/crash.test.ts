import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { countOf, decodeSketch, type Sketch } from "@weir/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY_MS } from "../day.ts";
import { NOON } from "../testing.ts";
import { Files } from "./files.ts";
import { decodeBlock } from "./request-block.ts";
import { SqliteStore } from "./sqlite-store.ts";
import { CRASH_ROWS, crashBatch } from "./testing/crash-batch.ts";

const ROUNDS = 8;
const WINDOW = { from: NOON - DAY_MS, to: NOON + 2 * DAY_MS };

let folder: string;
let endChild = (): void => undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "weir-crash-"));
});

afterEach(() => {
  endChild();
  rmSync(folder, { recursive: true, force: true });
});

describe("a collector that is killed while it writes", () => {
  it("loses nothing it said was stored, doubles nothing, and leaves whole files", { timeout: 120_000 }, async () => {
    let next = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      // Every fourth time before the first batch is acknowledged: in the middle of writing or sealing it.
      const batches = round % 4 === 3 ? 0 : 1 + ((round * 7) % 23);
      const printed = await writeUntilKilled(next, batches, ((round * 37) % 11) * 60);
      const store = new SqliteStore({ folder });
      await store.migrate();
      checkFiles();
      for (let number = 0; number <= printed; number += 1) expect(await store.hasBatch(`crash-${number}`)).toBe(true);
      // What a collector does after a crash: the last batches again, stored or not.
      for (let number = Math.max(0, printed - 2); number <= printed + 1; number += 1)
        await store.writeBatch(crashBatch(number));
      checkFiles();
      await checkCounts(store, printed + 2);
      await store.close();
      next = printed + 2;
    }
    expect(next).toBeGreaterThan(ROUNDS);
  });
});

/** Runs the writing process until it has printed so many batches, and kills it a few turns of the event loop later. */
async function writeUntilKilled(first: number, batches: number, turns: number): Promise<number> {
  const script = fileURLToPath(new URL("./testing/commit-batches.ts", import.meta.url));
  const started = spawn(process.execPath, ["--conditions=@weir/source", script, folder, String(first)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  endChild = () => void started.kill("SIGKILL");
  const exited = new Promise((resolve) => started.once("exit", resolve));
  let printed = first - 1;
  for await (const line of createInterface({ input: started.stdout })) {
    if (line !== "open") printed = Number(line);
    if (printed !== first + batches - 1) continue;
    for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
    started.kill("SIGKILL");
  }
  await exited;
  return printed;
}

async function checkCounts(store: SqliteStore, batches: number): Promise<void> {
  const routes = await store.routes(WINDOW);
  const findings = await store.findings(WINDOW);
  const pairs = await store.counters({ kind: "pair", ...WINDOW });
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  expect(sum(routes.map(({ requests }) => requests))).toBe(batches * CRASH_ROWS);
  expect(sum(findings.map(({ requests }) => requests))).toBe(batches * CRASH_ROWS);
  expect(sum(pairs.map(({ fields }) => fields.get("n") ?? 0))).toBe(2 * batches * CRASH_ROWS);
}

/** Every file is whole, and what its rollups say is what its rows say. */
function checkFiles(): void {
  const files = new Files(folder);
  for (const path of [files.main, ...files.days().map((day) => files.day(day))]) {
    const db = new DatabaseSync(path);
    expect(db.prepare("PRAGMA integrity_check").get()).toEqual({ integrity_check: "ok" });
    if (path !== files.main) checkRollups(db);
    db.close();
  }
}

function checkRollups(db: DatabaseSync): void {
  const rows = countsOf(db.prepare("SELECT rows FROM request_blocks").all());
  for (const table of ["route_minutes", "route_hours"]) {
    const sums = db.prepare(`SELECT route, version, sum(n) AS n FROM ${table} GROUP BY route, version`).all();
    expect(sums).toEqual(rows);
    for (const { n, duration } of db.prepare(`SELECT n, duration FROM ${table}`).all()) {
      expect(countOf(sketch(duration))).toBe(n);
    }
  }
  expect(db.prepare("SELECT route, version, n FROM route_days").all()).toEqual(rows);
}

/** Requests per route and version, in the order of their numbers. */
function countsOf(blocks: readonly Record<string, unknown>[]): readonly object[] {
  const counts = new Map<string, { route: number; version: number; n: number }>();
  for (const { route, version, sign } of blocks.flatMap(({ rows }) => decodeBlock(rows as Uint8Array))) {
    const count = counts.get(`${route} ${version}`) ?? { route, version, n: 0 };
    count.n += sign;
    counts.set(`${route} ${version}`, count);
  }
  return [...counts.values()].sort((a, b) => a.route - b.route || a.version - b.version);
}

function sketch(bytes: unknown): Sketch {
  return decodeSketch(bytes as Uint8Array);
}
