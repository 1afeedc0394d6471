import type { PartialSuccess } from "../ingest/otlp-answer.ts";
import { WeirError } from "../errors.ts";

/** What became of one collector's part of a body. */
export type PartOutcome =
  | { readonly state: "taken"; readonly partial: PartialSuccess | undefined }
  /** It can never be taken. */
  | { readonly state: "refused"; readonly error: WeirError }
  /** It may be taken another time. `why` is a label of a counter; seconds. */
  | { readonly state: "later"; readonly why: LaterReason; readonly retryAfter: number };

/**
 * `away`: nobody answers, or not in time. `full`: its buffers are. `busy`: too much is on its way to it already.
 * `stranger`: it does not know our token. `odd`: an answer that makes no sense, as of another program at its address.
 */
export type LaterReason = "away" | "full" | "busy" | "stranger" | "odd";

/** Seconds after which a sender should try again when a collector is away: it is started again within some seconds. */
export const RETRY_AFTER = 2;

/**
 * One answer for a body of several parts: taken when all are. Refused only when nothing is left that may be taken later:
 * a sender that is refused does not come again.
 *
 * @throws WeirError
 */
export function answerOf(outcomes: readonly PartOutcome[]): PartialSuccess | undefined {
  const later = outcomes.filter((outcome) => outcome.state === "later");
  if (later.length > 0) throw notYet(later.map(({ retryAfter }) => retryAfter));
  for (const outcome of outcomes) if (outcome.state === "refused") throw outcome.error;
  const partials = outcomes.flatMap((outcome) => (outcome.state === "taken" ? (outcome.partial ?? []) : []));
  if (partials.length === 0) return undefined;
  return {
    rejectedSpans: partials.reduce((sum, { rejectedSpans }) => sum + rejectedSpans, 0),
    errorMessage: [...new Set(partials.map(({ errorMessage }) => errorMessage))].filter(Boolean).join(" "),
  };
}

function notYet(seconds: readonly number[]): WeirError {
  return new WeirError("WEIR_PEERS_NOT_READY", "Not every collector that has to take a part of this body could", {
    status: 503,
    retryAfter: Math.max(...seconds),
    hint: "Send the whole body again: what was taken of it counts once",
  });
}

/** The outcome of work that answers by an error of ours. Other errors stay errors. */
export function outcomeOf(error: unknown): PartOutcome {
  if (!(error instanceof WeirError)) throw error;
  if (error.status !== 429 && error.status !== 503) return { state: "refused", error };
  return { state: "later", why: "full", retryAfter: error.retryAfter ?? RETRY_AFTER };
}
