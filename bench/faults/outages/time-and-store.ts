import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { Bed, until } from "./bed.ts";
import type { Outage } from "./outage.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The wall clock of collector and senders jumps under load, to and fro, by up to an hour less a bit. */
export const jumpingClock: Outage = {
  name: "jumping clock",
  expects: "traces go on being closed and stored, once each",
  async run({ work, port }) {
    const bed = new Bed(work, port);
    await bed.start();
    bed.load();
    for (const minutes of [25, -30, 27, 0, -50, 5, 55, 0]) {
      bed.setClock(minutes * MINUTE_MS);
      await pause(1_500);
    }
    await bed.stopLoad();
    const settled = await until(async () => (await bed.collector.metric("weir_pipeline_open_spans")) === 0, 15_000);
    return { holds: { settled }, ...(await bed.figures()) };
  },
};

/** The wall clock is a year ahead for a while, then right again. */
export const clockAYearAhead: Outage = {
  name: "clock a year ahead",
  expects: "no day is let go for it; requests whose time cannot be true are left out and counted",
  async run({ work, port }) {
    const bed = new Bed(work, port);
    await bed.start();
    bed.load();
    await until(() => bed.ledger.next > 80);
    await bed.stopLoad();
    await until(async () => (await bed.collector.metric("weir_pipeline_open_spans")) === 0);
    const kept = await bed.collector.metric("weir_pipeline_requests");
    bed.setClock(365 * 24 * HOUR_MS);
    // Of the true time: a year old for this collector.
    const stale = await bed.sendAt(Date.now());
    const counted = await until(async () => (await bed.collector.metric("weir_lost")) === stale);
    bed.setClock(0);
    let there = 0;
    const nothingLetGo = await until(async () => {
      const answer = await fetch(`${bed.collector.url}/api/v1/routes?limit=100`);
      const { routes } = (await answer.json()) as { routes: readonly { readonly requests: number }[] };
      there = routes.reduce((sum, { requests }) => sum + requests, 0);
      return there === kept;
    });
    await bed.collector.stop();
    return { holds: { counted, nothingLetGo }, measured: { kept, there, leftOut: stale } };
  },
};

/** Somebody else holds the store's files for two minutes: every write fails after its wait. */
export const storeAway: Outage = {
  name: "store away for two minutes",
  expects: "goes on taking spans into its journal, writes them when the store is back, once each",
  async run({ work, port }) {
    const bed = new Bed(work, port);
    await bed.start();
    bed.load();
    await until(() => bed.ledger.next > 50);
    const release = holdStore(bed.data);
    const before = (await bed.answers())["200"] ?? 0;
    await pause(2 * MINUTE_MS);
    const meanwhile = ((await bed.answers())["200"] ?? 0) - before;
    const alive = (await fetch(`${bed.collector.url}/health`)).ok;
    release();
    await bed.stopLoad();
    const written = await until(async () => (await bed.collector.metric("weir_pipeline_open_spans")) === 0);
    return {
      holds: { tookSpansMeanwhile: meanwhile > 0, alive, written },
      measured: { takenMeanwhile: meanwhile },
      ...(await bed.figures()),
    };
  },
};

/** The store answers, but each write has to wait for seconds. */
export const slowStore: Outage = {
  name: "slow store",
  expects: "ingest does not wait for the store; everything is written in the end",
  async run({ work, port }) {
    const bed = new Bed(work, port);
    await bed.start();
    bed.load();
    await until(() => bed.ledger.next > 50);
    const latencies: number[] = [];
    for (let turn = 0; turn < 10; turn += 1) {
      const release = holdStore(bed.data);
      await pause(1_500);
      const began = performance.now();
      await fetch(`${bed.collector.url}/v1/traces`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: '{"resourceSpans":[]}',
      });
      latencies.push(performance.now() - began);
      release();
      await pause(300);
    }
    await bed.stopLoad();
    const written = await until(async () => (await bed.collector.metric("weir_pipeline_open_spans")) === 0);
    latencies.sort((a, b) => a - b);
    const measured = { answerP50Ms: Math.round(latencies[5] ?? 0), answerMaxMs: Math.round(latencies.at(-1) ?? 0) };
    return { holds: { written }, measured, ...(await bed.figures()) };
  },
};

/** Takes the write lock of every file of the store; answers what gives it back. */
function holdStore(data: string): () => void {
  const folder = join(data, "store");
  const held = readdirSync(folder)
    .filter((name) => name.endsWith(".db"))
    .map((name) => {
      const db = new DatabaseSync(join(folder, name), { timeout: 10_000 });
      db.exec("BEGIN IMMEDIATE");
      return db;
    });
  return () => {
    for (const db of held) {
      db.exec("ROLLBACK");
      db.close();
    }
  };
}
