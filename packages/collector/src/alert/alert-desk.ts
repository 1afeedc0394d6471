import { randomUUID } from "node:crypto";
import {
  type AlertDeliveryDetail,
  type AlertDryRun,
  type AlertMessage,
  type AlertTestResult,
  HEALTHY,
} from "@weir/core";
import { iso } from "../api/iso.ts";
import type { FindingBook } from "../api/findings/finding-book.ts";
import type { FindingPolicy } from "../api/findings/policy.ts";
import type { Clock } from "../clock.ts";
import { WeirError } from "../errors.ts";
import type { Metrics } from "../metrics.ts";
import type { AlertRow, AlertStore, Lease } from "../store/alert-port.ts";
import { DAY_MS, MINUTE_MS } from "../store/day.ts";
import type { Store } from "../store/port.ts";
import { type ChangeNote, type HealthNote, noteIn, type ReceiverNote, toRow } from "./book.ts";
import { DeliveryBook, type DeliveryCounts } from "./delivery-book.ts";
import { dryRun } from "./dry-run.ts";
import { guardedSend, type Send } from "./net/guarded-request.ts";
import { openReceiver } from "./receivers/open-receiver.ts";
import type { SendContext } from "./receivers/port.ts";
import { readRuleFile } from "./rules/read-rule-file.ts";
import type { RuleFileState, RuleSource } from "./rules/rule-source.ts";
import { Dispatcher, type OpenReceiver } from "./send/dispatcher.ts";
import { SendMetrics } from "./send/send-metrics.ts";
import { settingsMark } from "./settings-mark.ts";
import type { AlertSettings } from "./settings.ts";
import { SilenceBook } from "./silence-book.ts";
import { standingFor } from "./standing.ts";
import { withDrops } from "./watch/drops.ts";
import { Watcher } from "./watch/watcher.ts";

export interface AlertDeskParts {
  readonly store: Store;
  readonly clock: Clock;
  /** 0 to 1; for jitter. */
  readonly random: () => number;
  readonly rules: RuleSource;
  readonly book: FindingBook;
  readonly policy: FindingPolicy;
  readonly metrics: Metrics;
  /** Private addresses that receivers may have, besides those of the rule file. */
  readonly allow: readonly string[];
  /** Where people open the dashboard, unless the rule file says. */
  readonly dashboard: () => string;
  /** Everything this collector had to leave out since its start. */
  readonly dropped: () => number;
  readonly onFailure: (what: string, error: unknown) => void;
  /** Something that the Alerts page shows has changed. */
  readonly onChange?: () => void;
  readonly leaseMs?: number;
}

/** One collector of those that share a store looks and sends. It keeps the right for so long without a sign of life. */
export const LEASE_MS = 15_000;
const LEASE = "alerts";
const STOP_GRACE_MS = 5_000;
/** After a look the collector does other things for so many times as long: a large store is looked at less often. */
const REST = 5;
/** Kept of what happened, and of what was sent. Milliseconds. */
const CHANGES_KEPT_MS = 90 * DAY_MS;
const DELIVERIES_KEPT_MS = 30 * DAY_MS;
const GROUPS_KEPT_MS = 7 * DAY_MS;
const MAX_CHANGES = 20_000;

/** Everything the API and the collector's clockwork ask of alerting. */
export class AlertDesk {
  readonly deliveries: DeliveryBook;
  readonly silences: SilenceBook;
  readonly #parts: AlertDeskParts;
  readonly #watcher: Watcher;
  readonly #dispatcher: Dispatcher;
  readonly #metrics: SendMetrics;
  readonly #holder: string = randomUUID();
  readonly #startedAt: number;
  #receivers: readonly OpenReceiver[] = [];
  #opened: AlertSettings | undefined;
  #lease: Lease | undefined;
  #lookedAt = -Infinity;
  /** How long the last look took. Milliseconds. */
  #lookMs = 0;
  #cleanedAt: number;
  #health: HealthNote = { drops: [] };
  #dropped = 0;
  #stopped = false;

  constructor(parts: AlertDeskParts) {
    this.#parts = parts;
    const { store, clock, random, rules, book, policy } = parts;
    const put: AlertStore["putAlertRows"] = (rows, lease) => this.#put(rows, lease);
    this.deliveries = new DeliveryBook(store, clock, put);
    this.silences = new SilenceBook(store, clock, put);
    this.#startedAt = clock();
    this.#cleanedAt = this.#startedAt;
    this.#metrics = new SendMetrics(parts.metrics);
    this.#watcher = new Watcher({
      store,
      put,
      book,
      policy,
      settings: () => rules.settings,
      fault: () => {
        const { state, faults, name = "" } = rules.state;
        const [fault] = faults;
        return state === "broken" && fault !== undefined ? { ...fault, file: name } : undefined;
      },
      groupsItself: (name) => this.#open(name)?.receiver.limits.groupsItself === true,
      startedAt: this.#startedAt,
    });
    this.#dispatcher = new Dispatcher({
      store,
      put,
      clock,
      random,
      receivers: () => this.receivers,
      context: (name) => this.context(name),
      metrics: this.#metrics,
      onFailure: (error) => parts.onFailure("send", error),
    });
  }

  get settings(): AlertSettings {
    return this.#parts.rules.settings;
  }

  get file(): RuleFileState {
    return this.#parts.rules.state;
  }

  /** Does what is due; call it about once a second. */
  async tick(): Promise<void> {
    if (this.#stopped) return;
    const now = this.#parts.clock();
    await this.#noteDrops(now);
    const lease = await this.#takeLease(now);
    if (lease === undefined) {
      this.#dispatcher.stop();
      return;
    }
    const pause = Math.max(this.settings.everyMs, this.#lookMs * REST);
    if (now - this.#lookedAt >= pause || now < this.#lookedAt) await this.#look(lease, now);
    if (this.#lease !== undefined) this.#dispatcher.start(this.#lease);
    if (now - this.#cleanedAt >= 60 * MINUTE_MS) await this.#clean(now);
  }

  /**
   * Waits for the messages under way, at most so long, and hands the right to send to the next one. A message that is
   * not over by then is sent again with the same id, by whoever is next.
   */
  async stop(graceMs: number = STOP_GRACE_MS): Promise<void> {
    this.#stopped = true;
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, graceMs);
    });
    await Promise.race([this.#dispatcher.settled(), over]);
    clearTimeout(timer);
    this.#dispatcher.stop();
    if (this.#lease !== undefined) await this.#parts.store.releaseLease(this.#lease);
    this.#lease = undefined;
  }

  /** Waits for the messages under way. */
  settled(): Promise<void> {
    return this.#dispatcher.settled();
  }

  get sender(): "this" | "another" {
    return this.#lease === undefined ? "another" : "this";
  }

  get receivers(): readonly OpenReceiver[] {
    const { settings } = this;
    if (this.#opened !== settings) {
      const send = this.#sendFor(settings);
      this.#receivers = [...settings.receivers.values()].map((one) => ({
        name: one.name,
        receiver: openReceiver(one, send),
        mark: settingsMark(one),
      }));
      this.#opened = settings;
    }
    return this.#receivers;
  }

  context(receiver: string): SendContext {
    const now = this.#parts.clock();
    const { lang, dashboard } = this.settings;
    const lives = this.#watcher.state?.lives.values() ?? [];
    return {
      now,
      lang,
      dashboard: (dashboard ?? this.#parts.dashboard()).replace(/\/+$/, ""),
      standing: standingFor(receiver, lives, now),
    };
  }

  delivery(id: string): Promise<AlertDeliveryDetail> {
    return this.deliveries.detail(id, ({ message, receiver }) => {
      const open = this.#open(receiver);
      return open === undefined ? JSON.stringify(message) : open.receiver.body(message, this.context(receiver));
    });
  }

  /** A real message to a real receiver, now, past every rule and the outbox. */
  async test(name: string): Promise<AlertTestResult> {
    const open = this.#open(name);
    if (open === undefined) throw unknownReceiver();
    const at = this.#parts.clock();
    const message: AlertMessage = {
      id: `msg_test_${randomUUID()}`,
      at,
      labels: {},
      notices: [],
      counts: {},
      test: true,
    };
    const outcome = await open.receiver.send(message, this.context(name));
    const durationMs = this.#parts.clock() - at;
    if (outcome.kind === "sent") return { receiver: name, sent: true, durationMs };
    const { reason, status } = outcome;
    return {
      receiver: name,
      sent: false,
      failure: { reason, ...(status === undefined ? {} : { status }) },
      durationMs,
    };
  }

  async dryRun(since: number, rules: string | undefined): Promise<AlertDryRun> {
    const now = this.#parts.clock();
    const read = rules === undefined ? undefined : readRuleFile(rules, NO_SECRETS);
    if (read?.ok === false) return { from: iso(since), changes: 0, held: [], messages: [], faults: read.faults };
    const rows = await this.#parts.store.alertRows({ kind: "change", limit: MAX_CHANGES });
    const changes = rows.filter(({ at }) => at >= since).map((row) => noteIn<ChangeNote>(row));
    return dryRun(changes, read?.settings ?? this.settings, since, now, []);
  }

  /** Switches a receiver on again that was switched off. */
  async enable(name: string): Promise<void> {
    const open = this.#open(name);
    if (open === undefined) throw unknownReceiver();
    const note: ReceiverNote = { health: HEALTHY, settings: open.mark };
    await this.#put([toRow("receiver", name, note, this.#parts.clock())]);
  }

  async #put(rows: readonly AlertRow[], lease?: Lease): Promise<boolean> {
    const written = await this.#parts.store.putAlertRows(rows, lease);
    if (written) this.#parts.onChange?.();
    return written;
  }

  async receiverNotes(): Promise<ReadonlyMap<string, ReceiverNote>> {
    const rows = await this.#parts.store.alertRows({ kind: "receiver" });
    return new Map(rows.map((row) => [row.key, noteIn<ReceiverNote>(row)]));
  }

  counts(): Promise<DeliveryCounts> {
    return this.deliveries.counts(this.settings.receivers.keys());
  }

  async #look(lease: Lease, now: number): Promise<void> {
    const { rules, onFailure } = this.#parts;
    rules.reload(now);
    this.#lookedAt = now;
    try {
      if (!(await this.#watcher.look(lease, now))) this.#lease = undefined;
      const { waiting, dead } = await this.counts();
      this.#metrics.standing(waiting, dead);
      this.#lookMs = Math.max(0, this.#parts.clock() - now);
    } catch (error) {
      this.#watcher.forget();
      onFailure("look", error);
    }
  }

  async #takeLease(now: number): Promise<Lease | undefined> {
    const { store, leaseMs = LEASE_MS } = this.#parts;
    const held = this.#lease;
    if (held !== undefined && held.until - now > (leaseMs * 2) / 3 && held.until - now <= leaseMs) return held;
    this.#lease = await store.takeLease({ name: LEASE, holder: this.#holder, now, ttlMs: leaseMs });
    return this.#lease;
  }

  async #noteDrops(now: number): Promise<void> {
    const dropped = this.#parts.dropped();
    if (dropped <= this.#dropped) return;
    this.#health = withDrops(this.#health, dropped - this.#dropped, now);
    this.#dropped = dropped;
    await this.#parts.store.putAlertRows([toRow("health", this.#holder, this.#health, now)]);
  }

  async #clean(now: number): Promise<void> {
    const { store } = this.#parts;
    this.#cleanedAt = now;
    await store.dropAlertRows("change", now - CHANGES_KEPT_MS);
    await store.dropAlertRows("delivery", now - DELIVERIES_KEPT_MS);
    await store.dropAlertRows("group", now - GROUPS_KEPT_MS);
    this.#watcher.state?.forgetGroups(now - GROUPS_KEPT_MS);
    await store.dropAlertRows("health", now - DAY_MS);
    await store.dropAlertRows("silence", now - CHANGES_KEPT_MS);
  }

  #open(name: string): OpenReceiver | undefined {
    return this.receivers.find((one) => one.name === name);
  }

  #sendFor(settings: AlertSettings): Send {
    return guardedSend([...this.#parts.allow, ...settings.allow]);
  }
}

/** Rules sent for a dry run may read no file and no variable of this machine. */
const NO_SECRETS = { env: {}, readFile: () => undefined, pretend: true } as const;

function unknownReceiver(): WeirError {
  return new WeirError("WEIR_RECEIVER_NOT_FOUND", "No receiver has this name", { status: 404 });
}
