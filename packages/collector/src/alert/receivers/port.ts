import type { AlertMessage, Life, ReceiverKind, ToldFinding } from "@weir/core";
import type { Language } from "@weir/core/messages";

/** Takes messages to one place. A room per kind beside this file; each knows its place's limits and words, and no other. */
export interface Receiver {
  readonly kind: ReceiverKind;
  /** Host or repository, for people. Never anything secret. */
  readonly target: string;
  /** What is sent for a message, for the page; the same bytes in every try where the receiver allows that. */
  body(message: AlertMessage, context: SendContext): string;
  /** Never throws for anything the other side does. */
  send(message: AlertMessage, context: SendContext): Promise<SendOutcome>;
  /** For receivers that forget what is not repeated: tells everything that holds or has just ended. */
  repeat?(context: SendContext): Promise<SendOutcome>;
  readonly limits: ReceiverLimits;
}

export interface ReceiverLimits {
  /** Shortest time between two messages. Milliseconds. */
  readonly paceMs: number;
  /** A message older than this is given up. Milliseconds. */
  readonly giveUpAfterMs: number;
  /** Gets every change at once: it groups by itself. */
  readonly groupsItself: boolean;
  /** How often `repeat` is due. Milliseconds. */
  readonly repeatMs?: number;
}

export interface SendContext {
  readonly now: number;
  readonly lang: Language;
  /** Where people open the dashboard, without a slash at the end. */
  readonly dashboard: string;
  /** What this receiver was told and is still so, or has just ended. */
  readonly standing: readonly Standing[];
}

/** A finding a receiver was told of. */
export interface Standing {
  readonly life: Life;
  readonly finding: ToldFinding;
  readonly severity: string;
  readonly rule: string;
  readonly startsAt: number;
  /** Absent while it holds. */
  readonly endsAt?: number;
}

export type SendOutcome =
  | { readonly kind: "sent"; readonly status: number }
  | {
      /** `retry`: may work later. `refused`: this message never will. `gone`: no message ever will. */
      readonly kind: "retry" | "refused" | "gone";
      readonly reason: string;
      readonly status?: number;
      readonly retryAfterMs?: number;
      /** What was answered, cut short. */
      readonly text?: string;
    };
