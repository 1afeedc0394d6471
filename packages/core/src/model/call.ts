import type { LeafClass } from "../wire/evidence-span.ts";
import type { Frame } from "./frame.ts";
import type { Owner } from "./owner.ts";
import type { Micros } from "./time.ts";

export type CallKind = "http" | "database" | "rpc" | "cache" | "messaging" | "internal";

/** What a call does to the world. `unknown` is treated as a write wherever that is the safer reading. */
export type Effect = "read" | "write" | "unknown";

/** How a call ended, as far as control flow can depend on it. */
export type Outcome =
  | { readonly class: "ok"; readonly status?: number }
  | { readonly class: "redirect"; readonly status: number }
  | { readonly class: "unauthorized"; readonly status: number }
  | { readonly class: "not-found"; readonly status: number }
  | { readonly class: "client-error"; readonly status: number }
  | { readonly class: "throttled"; readonly status: number }
  | { readonly class: "server-error"; readonly status: number }
  | { readonly class: "network" | "timeout" | "aborted" | "error" };

/** Which calls had settled on the chain of continuations that led to a call: indices into `Request.calls`. */
export interface Lineage {
  readonly headers: readonly number[];
  readonly bodies: readonly number[];
}

/**
 * One outgoing operation, after wrapper spans, redirects and duplicates were folded into it.
 *
 * ```
 * start        headers      end
 *   |  waiting    |  body    |
 * ```
 */
export interface Call {
  /** Position in `Request.calls`, which is ordered by start, then by the agent's sequence. */
  readonly index: number;
  readonly kind: CallKind;
  /** HTTP method or database operation, upper-case. */
  readonly method: string;
  /** Host and path template (`api.internal/users/{id}`) or database and statement template. Never holds a value. */
  readonly target: string;
  readonly start: Micros;
  /** The response's first byte, where known. */
  readonly headers?: Micros;
  /** The body was consumed by the app, or the span's end where nothing better is known. */
  readonly end: Micros;
  /** True when the times come from the agent's monotonic clock; then no clock tolerance applies. */
  readonly exact: boolean;
  /** The agent's process-wide sequence number of the start. */
  readonly sequence?: number;
  readonly spanIds: readonly string[];
  readonly owner: Owner;
  /** User frames, innermost first; empty when nothing captured a stack. */
  readonly frames: readonly Frame[];
  readonly effect: Effect;
  /** `effect` is what a person said, not what the method or the statement says. */
  readonly saidToRead?: true;
  readonly outcome: Outcome;
  /** Answered from the framework's cache; took no network. */
  readonly cached: boolean;
  /** Index of the internal call (a SvelteKit sub-request) this one was made in; absent at the request's own level. */
  readonly within?: number;
  /** Started after the response had ended (`after()`, cache refresh): nobody waited for it. */
  readonly background: boolean;
  /** Absent when lineage was not recorded for this call. */
  readonly lineage?: Lineage;
  /** What the agent found out about this call's values; absent when not recorded. */
  readonly values?: ValueFacts;
}

/** Where one position of a call's request could have taken its value from. */
export interface Slot {
  /** `path[1]`, `q.page`, `h.authorization`, `c.session`, `body.user.id`, `gql.id`, `sql[0]`. */
  readonly slot: string;
  /** Where the value could have come from; empty when nothing explains it. */
  readonly sources: readonly ValueSource[];
}

export interface ValueSource {
  /**
   * `incoming`, `clock`, `constant` (the process saw no other value here), or the call whose response carried the value.
   * A question mark: a response held it too, and by name or beyond chance.
   */
  readonly from: "incoming" | "incoming?" | "clock" | "constant" | "constant?" | number;
  /** Field path, never a value. */
  readonly path: string;
  readonly transform?: string;
  /** Evidence that the match is no accident, in bits (`agent-evidence`: summed over distinct tokens). */
  readonly bits: number;
}

/** A leaf of a response that was nothing, or one of a few words. */
export interface LeafFact {
  /** Field path, never a value. */
  readonly path: string;
  readonly class: LeafClass;
}

export interface ValueFacts {
  readonly slots: readonly Slot[];
  /** What of the response could decide a branch; absent when the response was not seen. */
  readonly leaves?: readonly LeafFact[];
  /** The slots prove what they show and nothing by what they lack: something was not seen, or too little to compare. */
  readonly partial?: boolean;
  /** Keyed hash of the whole request; low 16 bits only. Equal for a request that is sent again. */
  readonly requestHash?: number;
  /** Keyed hash of the whole response, to count distinct ones; low 16 bits only. */
  readonly responseHash?: number;
  /** Was anything of the response body read before a later call started: read moment, if any. */
  readonly bodyReadAt?: Micros;
}
