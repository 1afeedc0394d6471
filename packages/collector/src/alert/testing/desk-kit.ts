import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FindingBook } from "../../api/findings/finding-book.ts";
import { FINDING_POLICY } from "../../api/findings/policy.ts";
import { seed, type SeedRoute } from "../../api/testing/seed.ts";
import { Metrics } from "../../metrics.ts";
import { MemoryStore } from "../../store/memory/memory-store.ts";
import type { Store } from "../../store/port.ts";
import { NOON } from "../../store/testing.ts";
import { AlertDesk } from "../alert-desk.ts";
import { RuleSource } from "../rules/rule-source.ts";
import { LocalReceiver, slackAnswer } from "./local-receiver.ts";

export const MINUTE = 60_000;

/** A desk on a store of its own, its clock in the test's hands, and a Slack to talk to. */
export interface DeskKit {
  readonly desk: AlertDesk;
  readonly store: Store;
  readonly slack: LocalReceiver;
  readonly slackUrl: string;
  readonly metrics: Metrics;
  readonly folder: string;
  readonly now: () => number;
  drop(count: number): void;
  /** One look and the lanes begun by it, waiting only until this receiver has got something. */
  tick(ms: number, until: "slack"): Promise<void>;
  /** Lets time pass, looking and sending every ten seconds; where hours pass, every two minutes. */
  pass(ms: number): Promise<void>;
  /** So many requests of `GET /cart` in a version, beginning now; `saved` when they show the wait. */
  traffic(version: string, requests: number, fields?: Partial<SeedRoute>): Promise<void>;
  rules(text: string): void;
  /** Another collector on the same store. */
  second(): AlertDesk;
  close(): Promise<void>;
}

export const FINGERPRINT = "f00d000000000001";

export async function openDesk(
  options: { readonly rules?: string; readonly store?: Store; readonly env?: Record<string, string> } = {},
): Promise<DeskKit> {
  const folder = mkdtempSync(join(tmpdir(), "weir-desk-"));
  const store = options.store ?? new MemoryStore();
  await store.migrate();
  const slack = new LocalReceiver(slackAnswer);
  const slackUrl = await slack.start();
  const env = { SLACK_WEBHOOK_URL: `${slackUrl}/services/T000/B000/sEcReT`, ...options.env };
  const path = join(folder, "weir.alerts.yaml");
  if (options.rules !== undefined) writeFileSync(path, options.rules);
  let now = NOON;
  let dropped = 0;
  const failures: unknown[] = [];
  const metrics = new Metrics();
  const open = (of: Metrics): AlertDesk =>
    new AlertDesk({
      store,
      clock: () => now,
      random: () => 0.5,
      rules: new RuleSource({ path, named: options.rules !== undefined, env }, now),
      book: new FindingBook(store, FINDING_POLICY, "counting"),
      policy: FINDING_POLICY,
      metrics: of,
      allow: ["127.0.0.0/8"],
      dashboard: () => "http://weir.test",
      dropped: () => dropped,
      onFailure: (_what, error) => void failures.push(error),
    });
  const desks = [open(metrics)];
  const pass = async (ms: number): Promise<void> => {
    const end = now + ms;
    const step = ms >= 60 * MINUTE ? 2 * MINUTE : 10_000;
    while (now < end) {
      now = Math.min(end, now + step);
      for (const desk of desks) {
        await desk.tick();
        await desk.settled();
      }
    }
  };
  return {
    desk: desks[0] as AlertDesk,
    store,
    slack,
    slackUrl,
    metrics,
    folder,
    now: () => now,
    drop: (count) => void (dropped += count),
    pass,
    tick: async (ms) => {
      now += ms;
      await desks[0]?.tick();
      for (let turn = 0; turn < 2_000 && slack.taken.length === 0; turn += 1) await new Promise(setImmediate);
    },
    traffic: (version, requests, fields = {}) =>
      seed(store, { routeKey: "GET /cart", version, requests, at: now - requests * 1_000, ...fields }),
    rules: (text) => writeFileSync(path, text),
    second: () => {
      const desk = open(new Metrics());
      desks.push(desk);
      return desk;
    },
    close: async () => {
      for (const desk of desks) await desk.stop();
      await slack.stop();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
      if (failures.length > 0) throw new Error("a look or a lane failed", { cause: failures[0] });
    },
  };
}
