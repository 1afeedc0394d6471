import type { AlertDelivery, AlertDeliveryDetail, DeliveryState } from "@weir/core";
import type { Clock } from "../clock.ts";
import { WeirError } from "../errors.ts";
import type { AlertRow } from "../store/alert-port.ts";
import type { AlertStore } from "../store/alert-port.ts";
import type { Store } from "../store/port.ts";
import { type DeliveryNote, noteIn } from "./book.ts";
import { deliveryDetail, deliveryView } from "./delivery-view.ts";
import { deliveryRow } from "./send/dispatcher.ts";

/** Rows read at once while a page fills, and how many times at most: states are inside the rows. */
const ROWS = 500;
const MAX_READS = 10;
/** Deliveries counted for metrics and the page. */
const MAX_COUNTED = 2_000;

/** Letters that one request sends again. */
export const MAX_REPLAYED = 500;

/** Where a page of deliveries ended. */
export interface DeliveryMark {
  readonly at: number;
  readonly key: string;
}

export interface DeliveryPage {
  readonly deliveries: readonly AlertDelivery[];
  readonly next?: DeliveryMark;
}

interface RowPage {
  readonly rows: readonly AlertRow[];
  readonly next?: DeliveryMark;
}

export interface DeliveryFilter {
  readonly receiver?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly limit: number;
  readonly after?: DeliveryMark;
}

export interface DeliveryCounts {
  readonly waiting: ReadonlyMap<string, number>;
  readonly dead: ReadonlyMap<string, number>;
}

/** The outbox as people see it: what was sent, what waits, what was given up. */
export class DeliveryBook {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #put: AlertStore["putAlertRows"];

  constructor(store: Store, clock: Clock, put: AlertStore["putAlertRows"]) {
    this.#store = store;
    this.#clock = clock;
    this.#put = put;
  }

  /** Newest first. */
  async list(filter: DeliveryFilter): Promise<DeliveryPage> {
    const { rows, next } = await this.#page(filter);
    const deliveries = rows.map((row) => deliveryView(row));
    return next === undefined ? { deliveries } : { deliveries, next };
  }

  /** `bodyOf`: what its receiver makes of the message. Throws `WEIR_DELIVERY_NOT_FOUND`. */
  async detail(id: string, bodyOf: (note: DeliveryNote) => string): Promise<AlertDeliveryDetail> {
    const row = await this.#row(id);
    return deliveryDetail(row, bodyOf(noteIn<DeliveryNote>(row)));
  }

  /** Sends a delivery again, with the id it had. Throws `WEIR_DELIVERY_NOT_FOUND` or `WEIR_ALREADY_SENT`. */
  async replay(id: string): Promise<AlertDelivery> {
    const note = noteIn<DeliveryNote>(await this.#row(id));
    if (note.state === "sent") {
      throw new WeirError("WEIR_ALREADY_SENT", "This delivery was taken by its receiver", { status: 409 });
    }
    const again = anew(note, this.#clock());
    await this.#put([again]);
    return deliveryView(again);
  }

  /**
   * Sends what was given up again, to one receiver or to all: at most {@link MAX_REPLAYED} letters, written as one. `more`
   * when others may be left. Each keeps the id it had.
   */
  async replayDead(receiver: string | undefined): Promise<{ readonly replayed: number; readonly more: boolean }> {
    const { rows, next } = await this.#page({ receiver, state: "dead", limit: MAX_REPLAYED });
    const now = this.#clock();
    if (rows.length > 0) await this.#put(rows.map((row) => anew(noteIn<DeliveryNote>(row), now)));
    return { replayed: rows.length, more: next !== undefined };
  }

  /** What waits and what was given up, per receiver; `receivers` are counted also where there is nothing. */
  async counts(receivers: Iterable<string>): Promise<DeliveryCounts> {
    const rows = await this.#store.alertRows({ kind: "delivery", limit: MAX_COUNTED });
    const names = [...receivers];
    const waiting = new Map<string, number>(names.map((name) => [name, 0]));
    const dead = new Map<string, number>(names.map((name) => [name, 0]));
    for (const row of rows) {
      const { state } = noteIn<DeliveryNote>(row);
      const counts = state === "dead" ? dead : state === "sent" ? undefined : waiting;
      counts?.set(row.scope, (counts.get(row.scope) ?? 0) + 1);
    }
    return { waiting, dead };
  }

  async #page({ receiver, state, limit, after }: DeliveryFilter): Promise<RowPage> {
    const found: AlertRow[] = [];
    let mark = after;
    for (let read = 0; read < MAX_READS; read += 1) {
      const rows = await this.#store.alertRows({
        kind: "delivery",
        limit: ROWS,
        ...(receiver === undefined ? {} : { scope: receiver }),
        ...(mark === undefined ? {} : { after: mark }),
      });
      for (const row of rows) {
        mark = { at: row.at, key: row.key };
        if (state === undefined || noteIn<DeliveryNote>(row).state === state) found.push(row);
        if (found.length === limit) return { rows: found, next: mark };
      }
      if (rows.length < ROWS) return { rows: found };
    }
    return mark === undefined ? { rows: found } : { rows: found, next: mark };
  }

  async #row(id: string): Promise<AlertRow> {
    const [row] = await this.#store.alertRows({ kind: "delivery", key: id });
    if (row === undefined) throw new WeirError("WEIR_DELIVERY_NOT_FOUND", "There is no such delivery", { status: 404 });
    return row;
  }
}

/** A delivery as it was before its first try. */
function anew({ failure: _failure, ...note }: DeliveryNote, now: number): AlertRow {
  return deliveryRow({ ...note, state: "pending", attempts: 0 }, now);
}
