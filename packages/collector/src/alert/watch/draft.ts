import {
  dueAt,
  emptyGroup,
  type FindingStatus,
  type Group,
  type GroupLabels,
  type GroupPace,
  MAX_TOLD_KEPT,
  type StateChange,
  type Told,
  withNotice,
} from "@weir/core";
import type { AlertRow } from "../../store/alert-port.ts";
import {
  type AppNote,
  appKey,
  type ChangeNote,
  COLLECTOR_KEY,
  type CollectorNote,
  type DeliveryNote,
  type LifeNote,
  lifeKey,
  toRow,
} from "../book.ts";
import { type AlertState, MAX_LIVES } from "./alert-state.ts";
import { type Addressed, type NotifyContext, notify } from "./notify.ts";

/** Decided by people: what was told about it is settled, without another word. */
const DECIDED: readonly FindingStatus[] = ["accepted", "snoozed", "not-a-waterfall"];

/**
 * What one look changes, gathered so that it is written as one: a state never changes without the message about it being
 * on its way, and no message is on its way for a state that did not change.
 */
export class Draft {
  readonly #state: AlertState;
  readonly #now: number;
  readonly #context: NotifyContext;
  readonly #paceOf: (receiver: string) => GroupPace;
  readonly #lives = new Map<string, LifeNote>();
  readonly #groups = new Map<string, Group>();
  readonly #apps = new Map<string, AppNote>();
  readonly #changes: ChangeNote[] = [];
  readonly #deliveries: DeliveryNote[] = [];
  #collector: CollectorNote;

  constructor(state: AlertState, now: number, context: NotifyContext, paceOf: (receiver: string) => GroupPace) {
    this.#state = state;
    this.#now = now;
    this.#context = context;
    this.#paceOf = paceOf;
    this.#collector = state.collector;
  }

  get collector(): CollectorNote {
    return this.#collector;
  }

  set collector(note: CollectorNote) {
    this.#collector = note;
  }

  putApp(note: AppNote): void {
    this.#apps.set(appKey(note), note);
  }

  /** A life that changed without anybody being told. */
  putLife(note: LifeNote): void {
    this.#lives.set(lifeKey(note.life), note);
  }

  /** Is there room for the life of one more finding? */
  get hasRoom(): boolean {
    return this.#state.lives.size + this.#lives.size < MAX_LIVES;
  }

  lifeOf(key: string): LifeNote | undefined {
    return this.#lives.get(key) ?? this.#state.lives.get(key);
  }

  /** Something happened: writes it down and tells who is to be told. */
  add(change: StateChange): void {
    const { addressed } = notify(change, [], this.#context);
    this.#note(change, addressed);
  }

  /** The same for a finding: who is told now is remembered with its life. */
  addOf(note: LifeNote, change: StateChange): void {
    const { addressed } = notify(change, note.life.told, this.#context);
    this.#note(change, addressed);
    const over = change.cause === "finding.resolved" || DECIDED.includes(note.life.status);
    const before = over ? note.life.told.map((told): Told => ({ ...told, closed: true })) : note.life.told;
    const now = addressed.map(({ receiver, notice }): Told => {
      return { id: change.id, receiver, rule: notice.rule, at: this.#now, ...(over ? { closed: true } : {}) };
    });
    const told = [...before, ...now].slice(-MAX_TOLD_KEPT);
    const severity = over ? note.severity : (addressed[0]?.notice.severity ?? note.severity);
    this.putLife({
      life: { ...note.life, told },
      ...(change.finding === undefined
        ? note.finding === undefined
          ? {}
          : { finding: note.finding }
        : { finding: change.finding }),
      ...(severity === undefined ? {} : { severity }),
    });
  }

  /** Tells exactly these, besides what rules say. */
  tell(change: StateChange, addressed: readonly Addressed[]): void {
    this.#note(change, addressed);
  }

  /** Groups whose message is due, with what waits in them. */
  dueGroups(): readonly (readonly [key: string, group: Group])[] {
    const all = new Map([...this.#state.groups, ...this.#groups]);
    return [...all].filter(([, group]) => (dueAt(group, this.#paceOf(group.receiver)) ?? Infinity) <= this.#now);
  }

  /** The group's message was made; both are written together. */
  putSent(key: string, group: Group, delivery: DeliveryNote): void {
    this.#groups.set(key, group);
    this.#deliveries.push(delivery);
  }

  rows(): readonly AlertRow[] {
    const now = this.#now;
    const rows = [
      ...[...this.#lives].map(([key, note]) => toRow("life", key, note, now, { scope: note.life.fingerprint })),
      ...[...this.#apps].map(([key, note]) => toRow("app", key, note, now)),
      ...this.#changes.map((note) =>
        toRow("change", `${note.at} ${note.id}`, note, note.at, { scope: note.finding?.fingerprint ?? "" }),
      ),
      ...[...this.#groups].map(([key, group]) =>
        toRow("group", key, group, now, { due: dueAt(group, this.#paceOf(group.receiver)), scope: group.receiver }),
      ),
      ...this.#deliveries.map((note) =>
        toRow("delivery", note.id, note, note.createdAt, {
          scope: note.receiver,
          ...(note.state === "pending" ? { due: now } : {}),
        }),
      ),
    ];
    return this.#collector === this.#state.collector
      ? rows
      : [...rows, toRow("app", COLLECTOR_KEY, this.#collector, now)];
  }

  /** After the rows were written: what is remembered is what is written. */
  keep(): void {
    for (const [key, note] of this.#lives) this.#state.lives.set(key, note);
    for (const [key, group] of this.#groups) this.#state.groups.set(key, group);
    for (const [key, note] of this.#apps) this.#state.apps.set(key, note);
    this.#state.collector = this.#collector;
  }

  #note(change: StateChange, addressed: readonly Addressed[]): void {
    this.#changes.push({ ...change, notified: addressed.map(({ receiver }) => receiver) });
    for (const { receiver, notice } of addressed) {
      const labels = this.#labelsOf(change);
      const key = JSON.stringify([receiver, labels]);
      const group = this.#groups.get(key) ?? this.#state.groups.get(key) ?? emptyGroup(receiver, labels);
      this.#groups.set(key, withNotice(group, notice));
    }
  }

  #labelsOf(change: StateChange): GroupLabels {
    const { by } = this.#context.settings.group;
    return Object.fromEntries(by.flatMap((name) => (change[name] === undefined ? [] : [[name, change[name]]])));
  }
}
