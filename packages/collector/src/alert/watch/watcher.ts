import { type GroupPace, isOpen } from "@weir/core";
import type { AssembledFinding } from "../../api/findings/assemble.ts";
import type { FindingBook } from "../../api/findings/finding-book.ts";
import type { FindingPolicy } from "../../api/findings/policy.ts";
import { MAX_LOOKBACK_MS } from "../../api/window.ts";
import type { AlertStore, Lease } from "../../store/alert-port.ts";
import { DAY_MS, MINUTE_MS } from "../../store/day.ts";
import type { Store, VersionAggregate, Window } from "../../store/port.ts";
import { type AppNote, appKey, lifeKey, noteIn, type ReceiverNote, type SilenceNote } from "../book.ts";
import type { AlertSettings } from "../settings.ts";
import { type AlertState, readState } from "./alert-state.ts";
import { Draft } from "./draft.ts";
import { Drops } from "./drops.ts";
import { takeObservation } from "./finding-changes.ts";
import { gainOf, mayKnowMore } from "./gain-of.ts";
import { degradedChanges, silenceChanges } from "./ingest-changes.ts";
import { mayResolve } from "./may-resolve.ts";
import type { NotifyContext } from "./notify.ts";
import { observe } from "./observe.ts";
import { flushGroups } from "./outbox.ts";
import { deploySummaries, digests } from "./summaries.ts";
import { fileChanges, type FileFaultAt, receiverChanges } from "./system-changes.ts";

export interface WatcherParts {
  readonly store: Store;
  readonly put: AlertStore["putAlertRows"];
  /** Says what counts say, without what this room remembers. */
  readonly book: FindingBook;
  readonly policy: FindingPolicy;
  readonly settings: () => AlertSettings;
  /** First fault of the rule file; none while it is in order. */
  readonly fault: () => FileFaultAt | undefined;
  readonly groupsItself: (receiver: string) => boolean;
  readonly startedAt: number;
}

/** Findings without a request in the window looked at in one round. */
const QUIET_PER_ROUND = 20;
/**
 * Between two such rounds: each of them asks the store on its own, about months, while others are told only after the look.
 * Milliseconds.
 */
const QUIET_EVERY_MS = MINUTE_MS;
/** Findings are looked at when requests came, and at least this often for what time alone changes. Milliseconds. */
const AT_LEAST_EVERY_MS = MINUTE_MS;

/** What one look goes by. */
interface Look {
  readonly now: number;
  readonly state: AlertState;
  readonly draft: Draft;
  readonly settings: AlertSettings;
  readonly versions: readonly VersionAggregate[];
  readonly drops: Drops;
  readonly receivers: ReadonlyMap<string, ReceiverNote>;
}

/** Looks at everything there is, says what changed, and puts what is to be told into the outbox, all as one write. */
export class Watcher {
  readonly #parts: WatcherParts;
  #state: AlertState | undefined;
  #token = 0;
  #round = 0;
  #quietAt: number | undefined;
  #seen = "";
  #seenAt = -Infinity;

  constructor(parts: WatcherParts) {
    this.#parts = parts;
  }

  /** One look. `false` when another collector has taken over: then nothing was written. */
  async look(lease: Lease, now: number): Promise<boolean> {
    const look = await this.#begin(lease, now);
    const { draft, settings } = look;
    noteApps(look);
    await this.#takeIngest(look);
    const seen = JSON.stringify(look.versions.map(({ requests, lastSeen }) => [requests, lastSeen]));
    const due = seen !== this.#seen || now - this.#seenAt >= AT_LEAST_EVERY_MS || now < this.#seenAt;
    if (due) await this.#takeFindings(look);
    this.#takeSystem(look);
    await this.#takeSummaries(look);
    flushGroups(draft, settings, now);
    const rows = draft.rows();
    const written = rows.length === 0 || (await this.#parts.put(rows, lease));
    if (!written) this.forget();
    else {
      draft.keep();
      if (due) [this.#seen, this.#seenAt] = [seen, now];
    }
    return written;
  }

  /** What is remembered of lives; for receivers that are told again. */
  get state(): AlertState | undefined {
    return this.#state;
  }

  /** After a doubtful write nothing remembered can be trusted. */
  forget(): void {
    this.#state = undefined;
    this.#seenAt = -Infinity;
  }

  async #begin(lease: Lease, now: number): Promise<Look> {
    const { store } = this.#parts;
    if (this.#state === undefined || this.#token !== lease.token) {
      this.forget();
      this.#state = await readState(store);
      this.#token = lease.token;
    }
    const settings = this.#parts.settings();
    const [versions, drops, silenceRows, receiverRows] = await Promise.all([
      store.versions({}),
      Drops.read(store),
      store.alertRows({ kind: "silence" }),
      store.alertRows({ kind: "receiver" }),
    ]);
    const receivers = new Map(receiverRows.map((row) => [row.key, noteIn<ReceiverNote>(row)]));
    const silences = silenceRows.map((row) => noteIn<SilenceNote>(row));
    const state = this.#state;
    const context = contextOf(state, settings, silences, receivers, now);
    const draft = new Draft(state, now, context, (name) => this.#paceOf(name, settings));
    return { now, state, draft, settings, versions, drops, receivers };
  }

  #paceOf(receiver: string, { group }: AlertSettings): GroupPace {
    return this.#parts.groupsItself(receiver) ? { waitMs: 0, intervalMs: 0 } : group;
  }

  async #takeIngest({ draft, state, settings: { rules }, versions, drops, now }: Look): Promise<void> {
    const { store, startedAt } = this.#parts;
    const silence = await silenceChanges(store, state.apps, { now, startedAt, rules, versions });
    for (const note of silence.notes) draft.putApp(note);
    const degraded = degradedChanges(draft.collector, drops, now, rules);
    draft.collector = degraded.note;
    for (const change of [...silence.changes, ...degraded.changes]) draft.add(change);
  }

  async #takeFindings(look: Look): Promise<void> {
    const { store, policy } = this.#parts;
    const { draft, state, settings, drops, now } = look;
    const day = { from: now - DAY_MS, to: now + DAY_MS };
    const recent = await this.#parts.book.read(day, now);
    const quiet = this.#quietAreDue(now) ? await this.#quiet(state, recent, now) : [];
    for (const [found, window] of [...recent.map((one) => [one, day] as const), ...quiet]) {
      const before = state.lives.get(lifeKey(found.finding))?.life;
      const isFix = found.finding.status === "resolved" && before?.status !== "resolved";
      if (isFix && (before === undefined || !(await mayResolve(store, found, drops, now, policy)))) continue;
      const gain = isFix || mayKnowMore(found, before) ? await gainOf(store, found, now) : undefined;
      const measured = gain === undefined ? found : { ...found, finding: { ...found.finding, gain } };
      const app = state.apps.get(appKey(found.finding));
      takeObservation(draft, observe(measured, app, window, now, policy), settings, now);
    }
  }

  /** Not with the first look: whoever has just started has news to tell. A clock that was set back begins anew. */
  #quietAreDue(now: number): boolean {
    this.#quietAt ??= now;
    if (now >= this.#quietAt && now - this.#quietAt < QUIET_EVERY_MS) return false;
    this.#quietAt = now;
    return true;
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
      open.slice(from, from + QUIET_PER_ROUND).map(([, { life }]) => {
        const { service, env, fingerprint } = life;
        return this.#parts.book.read({ service, env, fingerprint, ...window }, now);
      }),
    );
    return found.flat().map((one) => [one, window] as const);
  }

  #takeSystem({ draft, receivers, now }: Look): void {
    const file = fileChanges(draft.collector, this.#parts.fault(), now);
    const switched = receiverChanges(file.note, receivers, now);
    draft.collector = switched.note;
    for (const change of [...file.changes, ...switched.changes]) draft.add(change);
  }

  async #takeSummaries({ draft, state, versions, settings, now }: Look): Promise<void> {
    const { store, policy } = this.#parts;
    const deploys = deploySummaries(state, draft.collector, versions, policy.minRequests, now);
    draft.collector = deploys.note;
    for (const change of deploys.changes) draft.add(change);
    const { note, made } = await digests(store, state, draft.collector, settings.rules, now);
    draft.collector = note;
    for (const [change, addressed] of made) draft.tell(change, addressed);
  }
}

function contextOf(
  state: AlertState,
  settings: AlertSettings,
  silences: readonly SilenceNote[],
  receivers: ReadonlyMap<string, ReceiverNote>,
  now: number,
): NotifyContext {
  const silent = [...state.apps.values()].filter(({ silentSince }) => silentSince !== undefined);
  const disabled = [...receivers].filter(([, { health }]) => health.disabledAt !== undefined);
  return {
    settings,
    silences,
    now,
    disabled: new Set(disabled.map(([name]) => name)),
    active: [
      ...(state.collector.degradedSince === undefined ? [] : [{ cause: "ingest.degraded" as const }]),
      ...silent.map(({ service, env }) => ({ cause: "ingest.silent" as const, service, env })),
    ],
  };
}

/** The versions an app has at the first look are its baseline: what they show was there before. */
function noteApps({ state, draft, versions }: Look): void {
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
