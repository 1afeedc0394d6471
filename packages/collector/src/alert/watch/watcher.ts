import { createHash } from "node:crypto";
import {
  afterSending,
  type Group,
  type GroupPace,
  isOpen,
  messageOf,
  type RuleFault,
  titleOfMessage,
} from "@weir/core";
import type { AssembledFinding } from "../../api/findings/assemble.ts";
import type { FindingBook } from "../../api/findings/finding-book.ts";
import type { FindingPolicy } from "../../api/findings/policy.ts";
import { MAX_LOOKBACK_MS } from "../../api/window.ts";
import type { Lease } from "../../store/alert-port.ts";
import { DAY_MS } from "../../store/day.ts";
import type { Store, VersionAggregate, Window } from "../../store/port.ts";
import {
  type AppNote,
  appKey,
  type DeliveryNote,
  lifeKey,
  noteIn,
  type ReceiverNote,
  type SilenceNote,
} from "../book.ts";
import type { AlertSettings } from "../settings.ts";
import { type AlertState, readState } from "./alert-state.ts";
import { Draft } from "./draft.ts";
import { Drops } from "./drops.ts";
import { takeObservation } from "./finding-changes.ts";
import { gainOf } from "./gain-of.ts";
import { degradedChanges, silenceChanges } from "./ingest-changes.ts";
import { mayResolve } from "./may-resolve.ts";
import type { NotifyContext } from "./notify.ts";
import { observe } from "./observe.ts";
import { deploySummaries, digests } from "./summaries.ts";

export interface WatcherParts {
  readonly store: Store;
  /** Says what counts say, without what this room remembers. */
  readonly book: FindingBook;
  readonly policy: FindingPolicy;
  readonly settings: () => AlertSettings;
  /** Faults of the rule file, and its name; none while it is in order. */
  readonly fault: () => (RuleFault & { readonly file: string }) | undefined;
  readonly groupsItself: (receiver: string) => boolean;
  readonly startedAt: number;
}

/** Findings without a request in the window looked at in one round. */
const QUIET_PER_ROUND = 20;

/** Looks at everything there is, says what changed, and puts what is to be told into the outbox, all as one write. */
export class Watcher {
  readonly #parts: WatcherParts;
  #state: AlertState | undefined;
  #token = 0;
  #round = 0;

  constructor(parts: WatcherParts) {
    this.#parts = parts;
  }

  /** One look. `false` when another collector has taken over: then nothing was written. */
  async look(lease: Lease, now: number): Promise<boolean> {
    const { store, settings } = this.#parts;
    const state = await this.#stateFor(lease);
    const current = settings();
    const [versions, drops, silences, receivers] = await Promise.all([
      store.versions({}),
      Drops.read(store),
      store.alertRows({ kind: "silence" }),
      store.alertRows({ kind: "receiver" }),
    ]);
    const health = new Map(receivers.map((row) => [row.key, noteIn<ReceiverNote>(row).health]));
    const disabled = new Map(
      [...health].flatMap(([name, { disabledAt }]) => (disabledAt === undefined ? [] : [[name, disabledAt] as const])),
    );
    const draft = new Draft(
      state,
      now,
      this.#context(
        state,
        now,
        silences.map((row) => noteIn<SilenceNote>(row)),
        disabled,
      ),
      (name) => this.#paceOf(name, current),
    );
    noteApps(state, draft, versions);
    await this.#takeIngest(draft, state, versions, drops, now);
    await this.#takeFindings(draft, state, drops, now);
    this.#takeFault(draft, now);
    this.#takeDisabled(
      draft,
      receivers.map((row) => [row.key, noteIn<ReceiverNote>(row)] as const),
      now,
    );
    await this.#takeSummaries(draft, state, versions, now);
    this.#flush(draft, now);
    const rows = draft.rows();
    const written = rows.length === 0 || (await store.putAlertRows(rows, lease));
    if (written) draft.keep();
    else this.#state = undefined;
    return written;
  }

  /** What is remembered of lives; for receivers that are told again. */
  get state(): AlertState | undefined {
    return this.#state;
  }

  /** After a doubtful write nothing remembered can be trusted. */
  forget(): void {
    this.#state = undefined;
  }

  async #stateFor({ token }: Lease): Promise<AlertState> {
    if (this.#state === undefined || this.#token !== token) {
      this.#state = await readState(this.#parts.store);
      this.#token = token;
    }
    return this.#state;
  }

  #context(
    state: AlertState,
    now: number,
    silences: readonly SilenceNote[],
    disabled: ReadonlyMap<string, number>,
  ): NotifyContext {
    const silent = [...state.apps.values()].filter(({ silentSince }) => silentSince !== undefined);
    return {
      settings: this.#parts.settings(),
      silences,
      now,
      disabled: new Set(disabled.keys()),
      active: [
        ...(state.collector.degradedSince === undefined ? [] : [{ cause: "ingest.degraded" as const }]),
        ...silent.map(({ service, env }) => ({ cause: "ingest.silent" as const, service, env })),
      ],
    };
  }

  #paceOf(receiver: string, { group }: AlertSettings): GroupPace {
    return this.#parts.groupsItself(receiver) ? { waitMs: 0, intervalMs: 0 } : group;
  }

  async #takeIngest(
    draft: Draft,
    state: AlertState,
    versions: readonly VersionAggregate[],
    drops: Drops,
    now: number,
  ): Promise<void> {
    const { store, settings, startedAt } = this.#parts;
    const { rules } = settings();
    const silence = await silenceChanges(store, state.apps, { now, startedAt, rules, versions });
    for (const note of silence.notes) draft.putApp(note);
    const degraded = degradedChanges(draft.collector, drops, now, rules);
    draft.collector = degraded.note;
    for (const change of [...silence.changes, ...degraded.changes]) draft.add(change);
  }

  async #takeFindings(draft: Draft, state: AlertState, drops: Drops, now: number): Promise<void> {
    const { store, policy, settings } = this.#parts;
    const day = { from: now - DAY_MS, to: now + DAY_MS };
    const recent = await this.#parts.book.read(day, now);
    const quiet = await this.#quiet(state, recent, now);
    for (const [found, window] of [...recent.map((one) => [one, day] as const), ...quiet]) {
      const app = state.apps.get(appKey(found.finding));
      const before = state.lives.get(lifeKey(found.finding))?.life;
      if (found.finding.status === "resolved" && before?.status !== "resolved") {
        if (before === undefined || !(await mayResolve(store, found, drops, now, policy))) continue;
        const gain = await gainOf(store, found, now);
        const fixed = gain === undefined ? found : { ...found, finding: { ...found.finding, gain } };
        takeObservation(draft, observe(fixed, app, window, now, policy), settings(), now);
      } else takeObservation(draft, observe(found, app, window, now, policy), settings(), now);
    }
  }

  /** Findings that are remembered as open and had no request lately: some of them each round, in turn. */
  async #quiet(
    state: AlertState,
    recent: readonly AssembledFinding[],
    now: number,
  ): Promise<readonly (readonly [AssembledFinding, Window])[]> {
    const seen = new Set(recent.map(({ finding }) => lifeKey(finding)));
    const open = [...state.lives].filter(
      ([key, { life }]) => !seen.has(key) && (isOpen(life.status) || life.status === "stale"),
    );
    const from = open.length === 0 ? 0 : (this.#round * QUIET_PER_ROUND) % open.length;
    this.#round += 1;
    const window = { from: now - MAX_LOOKBACK_MS, to: now + DAY_MS };
    const found = await Promise.all(
      open.slice(from, from + QUIET_PER_ROUND).map(
        ([
          ,
          {
            life: { service, env, fingerprint },
          },
        ]) => this.#parts.book.read({ service, env, fingerprint, ...window }, now),
      ),
    );
    return found.flat().map((one) => [one, window] as const);
  }

  #takeFault(draft: Draft, now: number): void {
    const fault = this.#parts.fault();
    const mark = fault === undefined ? undefined : JSON.stringify(fault);
    const { brokenRules, ...rest } = draft.collector;
    if (mark === brokenRules) return;
    draft.collector = mark === undefined ? rest : { ...rest, brokenRules: mark };
    const about = { at: now, cause: "rules.broken", by: "weir" } as const;
    if (fault === undefined) {
      const { file } = JSON.parse(brokenRules ?? "{}") as { readonly file?: string };
      draft.add({
        ...about,
        id: JSON.stringify(["rules.over", now]),
        reason: "alert.rules.over",
        detail: { file: file ?? "" },
      });
      return;
    }
    const { file, line, key, message } = fault;
    draft.add({
      ...about,
      id: JSON.stringify(["rules", mark]),
      reason: "alert.rules.broken",
      detail: { file, line, key, message },
    });
  }

  #takeDisabled(draft: Draft, receivers: readonly (readonly [string, ReceiverNote])[], now: number): void {
    const told = { ...draft.collector.disabled };
    const before = JSON.stringify(told);
    for (const [name, { health }] of receivers) {
      const { failingSince, disabledAt, failures, gone, reason = "" } = health;
      if (disabledAt === undefined) delete told[name];
      if (disabledAt === undefined || told[name] !== undefined) continue;
      told[name] = failingSince ?? disabledAt;
      draft.add({
        id: JSON.stringify(["receiver.disabled", name, told[name]]),
        at: now,
        cause: "receiver.disabled",
        by: "weir",
        reason: gone === true ? "alert.receiver.gone" : "alert.receiver.disabled",
        detail: { receiver: name, n: failures, why: reason },
      });
    }
    if (JSON.stringify(told) !== before) draft.collector = { ...draft.collector, disabled: told };
  }

  async #takeSummaries(
    draft: Draft,
    state: AlertState,
    versions: readonly VersionAggregate[],
    now: number,
  ): Promise<void> {
    const { store, settings, policy } = this.#parts;
    const { rules } = settings();
    const deploys = deploySummaries(state, draft.collector, versions, policy.minRequests, now);
    draft.collector = deploys.note;
    for (const change of deploys.changes) draft.add(change);
    const { note, made } = await digests(store, state, draft.collector, rules, now);
    draft.collector = note;
    for (const [change, addressed] of made) draft.tell(change, addressed);
  }

  #flush(draft: Draft, now: number): void {
    const { receivers, lang } = this.#parts.settings();
    for (const [key, group] of draft.dueGroups()) {
      const kind = receivers.get(group.receiver)?.kind;
      const message = messageOf(group, deliveryId(key, group), now);
      const known =
        kind === undefined
          ? ({ state: "dead", failure: { reason: "failure.receiver-removed" } } as const)
          : ({ state: "pending" } as const);
      const delivery: DeliveryNote = {
        id: message.id,
        receiver: group.receiver,
        kind: kind ?? "webhook",
        message,
        title: titleOfMessage(message, lang),
        rules: [...new Set(message.notices.map(({ rule }) => rule))],
        createdAt: now,
        attempts: 0,
        tries: [],
        ...known,
      };
      draft.putSent(key, afterSending(group, now), delivery);
    }
  }
}

/** The same message has the same id, whoever makes it: a collector that takes over makes no second one. */
function deliveryId(key: string, group: Group): string {
  const text = JSON.stringify([key, group.sent, group.since]);
  return `msg_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
}

/** The versions an app has at the first look are its baseline: what they show was there before. */
function noteApps(state: AlertState, draft: Draft, versions: readonly VersionAggregate[]): void {
  const fresh = new Map<string, AppNote>();
  for (const { service, env, version, requests } of versions) {
    const key = appKey({ service, env });
    if (requests <= 0 || state.apps.has(key)) continue;
    fresh.set(key, { service, env, baseline: [...(fresh.get(key)?.baseline ?? []), version] });
  }
  for (const [key, note] of fresh) {
    draft.putApp(note);
    state.apps.set(key, note);
  }
}
