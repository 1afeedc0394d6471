import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HOUR_MS } from "../../packages/collector/src/store/day.ts";
import { SqliteStore } from "../../packages/collector/src/store/sqlite/sqlite-store.ts";
import { BATCH, ShopTraffic } from "./shop-traffic.ts";

/** How a store was filled. */
export interface Filling {
  readonly requests: number;
  readonly routes: number;
  /** The requests' moments, milliseconds since the Unix epoch. */
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
  /** Of processor time: of the traffic's making and of the store's threads together. */
  readonly cpuSeconds: number;
}

export interface FillWish {
  /** Holds `store/` and the note of how it was filled; a store filled alike is used again. */
  readonly folder: string;
  readonly requests: number;
  readonly routes?: number;
}

/** A bit more than the day that is asked about: two UTC days have a part in it. */
const SPAN_MS = 26 * HOUR_MS;

/** Fills a store through its port as a busy collector would; says on stderr how far it is. */
export async function fillStore({ folder, requests, routes = 1_000 }: FillWish): Promise<Filling> {
  const note = join(folder, "filled.json");
  if (existsSync(note)) {
    const filling = JSON.parse(await readFile(note, "utf8")) as Filling;
    if (filling.requests === requests && filling.routes === routes) return filling;
  }
  await rm(join(folder, "store"), { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const to = Date.now();
  const traffic = { requests, routes, from: to - SPAN_MS, to };
  const store = new SqliteStore({ folder: join(folder, "store") });
  const before = process.cpuUsage();
  await store.migrate();
  // The next batch is made while the last one is written.
  let writing: Promise<void> = Promise.resolve();
  let stored = 0;
  for (const batch of new ShopTraffic(traffic).batches()) {
    await writing;
    writing = store.writeBatch(batch);
    stored += BATCH;
    process.stderr.write(`\r${Math.min(stored, requests)} requests stored`);
  }
  await writing;
  await store.close();
  const { user, system } = process.cpuUsage(before);
  const filling = { ...traffic, seconds: (Date.now() - to) / 1000, cpuSeconds: (user + system) / 1e6 };
  await writeFile(note, JSON.stringify(filling));
  process.stderr.write(`\n${Math.round(filling.seconds)} s, of processor time ${Math.round(filling.cpuSeconds)} s\n`);
  return filling;
}
