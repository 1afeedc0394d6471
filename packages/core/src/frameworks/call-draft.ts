import type { CallKind, Effect, Outcome, ValueFacts } from "../model/call.ts";
import type { Span } from "../model/span.ts";
import type { Micros } from "../model/time.ts";

/** A call before it has a place in its request: what its spans say, then what the agent's operation adds. */
export interface CallDraft {
  readonly kind: CallKind;
  readonly method: string;
  readonly target: string;
  readonly effect: Effect;
  readonly outcome: Outcome;
  readonly start: Micros;
  readonly headers?: Micros;
  readonly end: Micros;
  readonly exact: boolean;
  readonly cached: boolean;
  readonly spanIds: readonly string[];
  /** Outermost span: its ancestors say who owns the call. Absent when no span of an operation arrived. */
  readonly span?: Span;
  /** The span above, where the call has none of its own. */
  readonly parentSpanId?: string;
  readonly sequence?: number;
  readonly stack?: string;
  /** Sequence numbers; absent when lineage was not recorded for this operation. */
  readonly waits?: { readonly headers: readonly number[]; readonly bodies: readonly number[] };
  /** Sources still name operations by sequence number. */
  readonly values?: ValueFacts;
}
