import { randomUUID } from "node:crypto";
import type { AlertMatch, AlertSilence } from "@weir/core";
import { iso } from "../api/iso.ts";
import type { Clock } from "../clock.ts";
import { WeirError } from "../errors.ts";
import type { AlertStore } from "../store/alert-port.ts";
import type { Store } from "../store/port.ts";
import { noteIn, type SilenceNote, toRow } from "./book.ts";

/** Silences, made and ended by people through any collector: each row has its own key, so no lease is needed. */
export class SilenceBook {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #put: AlertStore["putAlertRows"];

  constructor(store: Store, clock: Clock, put: AlertStore["putAlertRows"]) {
    this.#store = store;
    this.#clock = clock;
    this.#put = put;
  }

  async list(): Promise<readonly AlertSilence[]> {
    const now = this.#clock();
    const rows = await this.#store.alertRows({ kind: "silence" });
    return rows.map((row) => view(noteIn<SilenceNote>(row), now));
  }

  async begin(match: AlertMatch, reason: string, by: string, until: number): Promise<AlertSilence> {
    const at = this.#clock();
    const note: SilenceNote = { id: `sil_${randomUUID()}`, match, reason, by, at, until };
    await this.#put([toRow("silence", note.id, note, at)]);
    return view(note, at);
  }

  /** Throws `WEIR_SILENCE_NOT_FOUND`. */
  async end(id: string): Promise<AlertSilence> {
    const [row] = await this.#store.alertRows({ kind: "silence", key: id });
    if (row === undefined) throw new WeirError("WEIR_SILENCE_NOT_FOUND", "There is no such silence", { status: 404 });
    const now = this.#clock();
    const note = { ...noteIn<SilenceNote>(row), until: now };
    await this.#put([toRow("silence", id, note, row.at)]);
    return view(note, now);
  }
}

function view({ at, until, ...note }: SilenceNote, now: number): AlertSilence {
  return { ...note, at: iso(at), until: iso(until), active: now < until };
}
