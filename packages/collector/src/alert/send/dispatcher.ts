import { afterFailure, afterSuccess, HEALTHY, maySend, nextTry, type ReceiverHealth } from "@weir/core";
import type { Clock } from "../../clock.ts";
import type { AlertRow, AlertStore, Lease } from "../../store/alert-port.ts";
import type { Store } from "../../store/port.ts";
import { type DeliveryNote, noteIn, type ReceiverNote, toRow } from "../book.ts";
import type { Receiver, SendContext, SendOutcome } from "../receivers/port.ts";
import type { SendMetrics } from "./send-metrics.ts";

/** An opened receiver and the mark of its settings. */
export interface OpenReceiver {
  readonly name: string;
  readonly receiver: Receiver;
  /** Changes with the settings, and says nothing of them. */
  readonly mark: string;
}

export interface DispatcherParts {
  readonly store: Store;
  readonly put: AlertStore["putAlertRows"];
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly receivers: () => readonly OpenReceiver[];
  readonly context: (receiver: string) => SendContext;
  readonly metrics: SendMetrics;
  readonly onFailure: (error: unknown) => void;
}

/** Waiting deliveries of one receiver looked at together. */
const AT_ONCE = 500;
/** Messages sent to one receiver before others' changes are looked at again. */
const PER_ROUND = 20;
/** Tries kept with a delivery. */
const MAX_TRIES = 20;

/**
 * Sends what waits in the outbox. One lane per receiver, so that one that stalls holds up no other; within a lane one
 * message at a time. A message is sent, then its row is written: killed in between, it is sent again with the same id.
 */
export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #lastSentAt = new Map<string, number>();
  #lease: Lease | undefined;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  /** Starts a lane for every receiver that has none under way. Resolves at once; `settled` waits for them. */
  start(lease: Lease): void {
    this.#lease = lease;
    for (const open of this.#parts.receivers()) {
      if (this.#lanes.has(open.name)) continue;
      const lane = this.#run(open)
        .catch((error: unknown) => {
          // After the end nothing can be written any more, and need not be.
          if (this.#lease !== undefined) this.#parts.onFailure(error);
        })
        .finally(() => this.#lanes.delete(open.name));
      this.#lanes.set(open.name, lane);
    }
  }

  /** No lane sends anything any more. */
  stop(): void {
    this.#lease = undefined;
  }

  async settled(): Promise<void> {
    await Promise.all(this.#lanes.values());
  }

  async #run(open: OpenReceiver): Promise<void> {
    const { put, clock } = this.#parts;
    let note = await this.#noteOf(open);
    for (let sent = 0; sent < PER_ROUND; sent += 1) {
      const lease = this.#lease;
      const now = clock();
      // A lease that is over may be somebody else's by now.
      if (lease === undefined || now >= lease.until) return;
      if (now - (this.#lastSentAt.get(open.name) ?? -Infinity) < open.receiver.limits.paceMs) return;
      const delivery = await this.#next(open.name, now);
      if (delivery !== undefined && note.health.gone === true) {
        const dead: DeliveryNote = { ...delivery, state: "dead", failure: { reason: "failure.gone" } };
        if (!(await put([deliveryRow(dead, undefined)], lease))) return;
        continue;
      }
      if (!maySend(note.health, now)) return;
      const done =
        delivery === undefined ? await this.#repeat(open, note, lease) : await this.#send(open, note, delivery, lease);
      if (done === undefined) return;
      note = done;
    }
  }

  /** The one that waits longest among those whose group has none before it: what was opened is told before it is fixed. */
  async #next(receiver: string, now: number): Promise<DeliveryNote | undefined> {
    const rows = await this.#parts.store.alertRows({
      kind: "delivery",
      scope: receiver,
      dueBy: Number.MAX_SAFE_INTEGER,
      limit: AT_ONCE,
    });
    const waiting = rows.map((row) => ({ row, note: noteIn<DeliveryNote>(row) }));
    const first = new Map<string, number>();
    for (const { note } of waiting) {
      const key = JSON.stringify(note.message.labels);
      first.set(key, Math.min(first.get(key) ?? Infinity, note.createdAt));
    }
    return waiting.find(
      ({ row, note }) =>
        (row.due ?? Infinity) <= now && first.get(JSON.stringify(note.message.labels)) === note.createdAt,
    )?.note;
  }

  async #send(
    open: OpenReceiver,
    note: ReceiverNote,
    delivery: DeliveryNote,
    lease: Lease,
  ): Promise<ReceiverNote | undefined> {
    const { put, clock, context, metrics } = this.#parts;
    const outcome = await open.receiver.send(delivery.message, context(open.name));
    const now = clock();
    this.#lastSentAt.set(open.name, now);
    metrics.tried(open.name, outcome, now);
    const health = healthAfter(note.health, outcome, now);
    const [next, due] = this.#after(delivery, outcome, open.receiver, now);
    const after = { ...note, health };
    const written = await put([deliveryRow(next, due), toRow("receiver", open.name, after, now)], lease);
    return written ? after : undefined;
  }

  async #repeat(open: OpenReceiver, note: ReceiverNote, lease: Lease): Promise<ReceiverNote | undefined> {
    const { receiver, name } = open;
    const { put, clock, context, metrics } = this.#parts;
    const { repeatMs } = receiver.limits;
    if (receiver.repeat === undefined || repeatMs === undefined) return undefined;
    if (clock() - (note.lastRepeatAt ?? 0) < repeatMs) return undefined;
    const standing = context(name);
    if (standing.standing.length === 0) return undefined;
    const outcome = await receiver.repeat(standing);
    const now = clock();
    metrics.tried(name, outcome, now);
    const after = { ...note, health: healthAfter(note.health, outcome, now), lastRepeatAt: now };
    await put([toRow("receiver", name, after, now)], lease);
    return undefined;
  }

  /** The delivery after a try, and when the next one is due. */
  #after(
    delivery: DeliveryNote,
    outcome: SendOutcome,
    { limits }: Receiver,
    now: number,
  ): readonly [DeliveryNote, number | undefined] {
    const attempts = delivery.attempts + 1;
    if (outcome.kind === "sent") {
      const { failure: _failure, ...rest } = delivery;
      return [
        { ...rest, state: "sent", attempts, sentAt: now, tries: tried(delivery, now, "sent", outcome.status) },
        undefined,
      ];
    }
    const { reason, status, text, retryAfterMs } = outcome;
    const tries = tried(delivery, now, reason, status);
    const failed: DeliveryNote = {
      ...delivery,
      attempts,
      tries,
      failure: { reason, ...(status === undefined ? {} : { status }) },
      ...(status === undefined ? {} : { response: { status, text: text ?? "" } }),
      state: "dead",
    };
    if (outcome.kind !== "retry") return [failed, undefined];
    const random = this.#parts.random();
    const due = nextTry({
      createdAt: delivery.createdAt,
      attempts,
      now,
      retryAfterMs,
      random,
      giveUpAfterMs: limits.giveUpAfterMs,
    });
    return due === undefined ? [failed, undefined] : [{ ...failed, state: "retrying" }, due];
  }

  async #noteOf({ name, mark }: OpenReceiver): Promise<ReceiverNote> {
    const [row] = await this.#parts.store.alertRows({ kind: "receiver", key: name });
    const note = row === undefined ? undefined : noteIn<ReceiverNote>(row);
    return note?.settings === mark ? note : { health: HEALTHY, settings: mark };
  }
}

/** A message that is refused says nothing about the receiver. */
function healthAfter(health: ReceiverHealth, outcome: SendOutcome, now: number): ReceiverHealth {
  if (outcome.kind === "sent") return afterSuccess(health, now);
  if (outcome.kind === "refused") return { ...health, lastFailureAt: now };
  return afterFailure(health, now, outcome.reason, outcome.kind === "gone");
}

function tried(delivery: DeliveryNote, at: number, reason: string, status: number | undefined): DeliveryNote["tries"] {
  return [...delivery.tries, { at, reason, ...(status === undefined ? {} : { status }) }].slice(-MAX_TRIES);
}

/** Rows of deliveries keep the time they were made: that is how they are listed. */
export function deliveryRow(note: DeliveryNote, due: number | undefined): AlertRow {
  return toRow("delivery", note.id, note, note.createdAt, { due, scope: note.receiver });
}
