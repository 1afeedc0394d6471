import type {
  AlertMatch,
  AlertMessage,
  DeliveryState,
  Group,
  Life,
  ReceiverHealth,
  ReceiverKind,
  StateChange,
  ToldFinding,
} from "@weir/core";
import type { AlertRow, AlertRowKind } from "../store/alert-port.ts";

/**
 * What rows of the store mean. Their bodies are written by this room only.
 */

/** What is remembered of a service in an environment. */
export interface AppNote {
  readonly service: string;
  readonly env: string;
  /** Versions that were there before the first look: what they show is no news. */
  readonly baseline: readonly string[];
  /** Its last request, when none has come for so long that somebody was told. */
  readonly silentSince?: number;
}

/** The whole collector's state of ingest, and when things were done last. */
export interface CollectorNote {
  readonly degradedSince?: number;
  /** Rule -> when its digest was made last. */
  readonly digests: Readonly<Record<string, number>>;
  /** Fingerprint of the fault that was told. */
  readonly brokenRules?: string;
  /** Receiver -> since when it was disabled, as told. */
  readonly disabled: Readonly<Record<string, number>>;
  /** Versions whose summary was made, newest last. */
  readonly summaries: readonly string[];
}

export const NEW_COLLECTOR: CollectorNote = { digests: {}, disabled: {}, summaries: [] };

export interface LifeNote {
  readonly life: Life;
  /** As it was when it was last told, for receivers that are told again. */
  readonly finding?: ToldFinding;
  /** Of the rule by which it was told first. */
  readonly severity?: string;
}

export interface DeliveryNote {
  readonly id: string;
  readonly receiver: string;
  readonly kind: ReceiverKind;
  readonly state: DeliveryState;
  readonly message: AlertMessage;
  readonly title: string;
  readonly rules: readonly string[];
  readonly createdAt: number;
  readonly attempts: number;
  readonly sentAt?: number;
  readonly failure?: { readonly reason: string; readonly status?: number };
  readonly response?: { readonly status: number; readonly text: string };
  /** Newest last. */
  readonly tries: readonly { readonly at: number; readonly reason: string; readonly status?: number }[];
}

export interface ReceiverNote {
  readonly health: ReceiverHealth;
  /** Changes when its settings do; then it starts anew. */
  readonly settings: string;
  readonly lastRepeatAt?: number;
}

export interface SilenceNote {
  readonly id: string;
  readonly match: AlertMatch;
  readonly reason: string;
  readonly by: string;
  readonly at: number;
  readonly until: number;
}

/** One collector's drops, by the minute they happened in. */
export interface HealthNote {
  readonly drops: readonly (readonly [minute: number, count: number])[];
  readonly lastDropAt?: number;
}

export interface ChangeNote extends StateChange {
  /** Receivers it was handed to. */
  readonly notified: readonly string[];
}

export type Note =
  | AppNote
  | CollectorNote
  | LifeNote
  | ChangeNote
  | Group
  | DeliveryNote
  | ReceiverNote
  | SilenceNote
  | HealthNote;

export function toRow(
  kind: AlertRowKind,
  key: string,
  note: Note,
  at: number,
  more: { readonly due?: number | undefined; readonly scope?: string } = {},
): AlertRow {
  const { due, scope = "" } = more;
  return { kind, key, at, scope, body: JSON.stringify(note), ...(due === undefined ? {} : { due }) };
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the kind of row says what its body holds
export function noteIn<T extends Note>(row: AlertRow): T {
  return JSON.parse(row.body) as T;
}

export const COLLECTOR_KEY = "*";

export function appKey({ service, env }: { readonly service: string; readonly env: string }): string {
  return JSON.stringify([service, env]);
}

export function lifeKey(of: { readonly service: string; readonly env: string; readonly fingerprint: string }): string {
  return JSON.stringify([of.service, of.env, of.fingerprint]);
}
