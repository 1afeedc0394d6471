import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { quantile } from "@weir/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY_MS } from "../day.ts";
import { MemoryStore } from "../memory/memory-store.ts";
import type { Store } from "../port.ts";
import { batch, NOON, request } from "../testing.ts";
import { SqliteStore } from "./sqlite-store.ts";
import { oldBatches } from "./testing/old-batches.ts";

/** Folders that earlier versions of Weir wrote, kept as they left them. Add one with every change of the form. */
const stores = join(import.meta.dirname, "../../../../../fixtures/stores");
const WINDOW = { from: NOON - DAY_MS, to: NOON + 2 * DAY_MS };

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "weir-old-store-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Everything the pages would show of it. */
async function told(store: Store) {
  const routes = await store.routes(WINDOW);
  const findings = await store.findings(WINDOW);
  return {
    routes: routes
      .map(({ duration, savedLow, savedHigh, ...counts }) => ({
        ...counts,
        of: [duration, savedLow, savedHigh].map((sketch) => [0.5, 0.95].map((q) => quantile(sketch, q))),
      }))
      .sort((a, b) => (a.routeKey < b.routeKey ? -1 : 1)),
    findings: findings.map(({ fingerprint, requests }) => ({ fingerprint, requests })),
    counters: await store.counters({ ...WINDOW, kind: "pair", service: "shop", env: "staging" }),
    documents: await store.documents("pair", ["p000000000000001"]),
    trace: (await store.trace("0".repeat(31) + "1")).map(({ view, spans }) => [[...view], [...(spans ?? [])]]),
    versions: await store.versions({ service: "shop", env: "staging" }),
  };
}

describe.each(readdirSync(stores))("a store of %s", (form) => {
  beforeEach(() => {
    for (const file of readdirSync(join(stores, form)))
      writeFileSync(join(folder, file.replace(/\.gz$/, "")), gunzipSync(readFileSync(join(stores, form, file))));
  });

  it("tells what one of today tells of the same batches, and goes on from there", async () => {
    const oracle = new MemoryStore();
    for (const one of oldBatches()) await oracle.writeBatch(one);
    await oracle.putDeploy({ service: "shop", env: "staging", version: "v2", at: NOON + 20_000 });
    const more = batch("new", { requests: [request({ routeKey: "POST /cart" }), request({ version: "v3" })] });

    const store = new SqliteStore({ folder });
    try {
      await store.migrate();
      expect(await told(store)).toEqual(await told(oracle));
      // What it was given before, and is given again after an upgrade, counts once.
      for (const one of [...oldBatches(), more]) await store.writeBatch(one);
      await oracle.writeBatch(more);
      expect(await told(store)).toEqual(await told(oracle));
    } finally {
      await store.close();
    }
  });
});
