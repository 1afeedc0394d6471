import type { Framework } from "../wire/hello.ts";
import type { Call } from "./call.ts";
import type { Micros } from "./time.ts";

export type RequestKind = "page" | "api" | "action" | "data" | "other";

/**
 * One process's work on one inbound request: its local root and every outgoing call below it,
 * laid on one flat timeline whatever the span nesting was.
 */
export interface Request {
  readonly traceId: string;
  /** Span id of the local root. */
  readonly spanId: string;
  readonly service: string;
  readonly env: string;
  readonly version?: string;
  readonly instance?: string;
  readonly framework: Framework;
  /** Route template (`/shop/[category]`). */
  readonly route: string;
  readonly method: string;
  readonly kind: RequestKind;
  readonly status?: number;
  readonly error: boolean;
  readonly start: Micros;
  readonly end: Micros;
  /** First byte of the response, where the framework says. */
  readonly firstByte?: Micros;
  readonly calls: readonly Call[];
  /** Files whose `load` ran, where the framework tells (SvelteKit). */
  readonly loads?: readonly string[];
  /** Ids of other traces that its spans link to: where to look further, never what it waited for. */
  readonly links?: readonly string[];
  /** How many spans this was read from. */
  readonly spans: number;
  /** Calls of this request the agent had to drop at its own cap. */
  readonly droppedCalls: number;
  /** What the agent recorded for this request; all false for spans of another SDK. */
  readonly recorded: { readonly values: boolean; readonly callSites: boolean; readonly lineage: boolean };
  /** Saturating hash bucket (0..63) of the principal (session cookie, authorization), keyed in the process; absent when unknown. */
  readonly principal?: number;
  readonly inboundHash?: number;
}
