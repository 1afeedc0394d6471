import type { Node } from "oxc-parser";
import type { AwaitedStep } from "./awaited-steps.ts";
import type { Knows } from "./quiet.ts";
import type { StateReads } from "./state-reads.ts";

/** An awaited call of the block. */
export interface Entry {
  /** Position of its statement. */
  readonly at: number;
  readonly step: AwaitedStep;
  /** The finding's calls that it makes. */
  readonly calls: readonly number[];
  /** They stand side by side, so that each was judged by itself. */
  readonly apart: boolean;
}

/** A call that is started before its statement. */
export interface Hoist {
  readonly entry: Entry;
  /** Position of the statement in front of which the call starts. */
  readonly to: number;
  /** Positions of the statements that make values the call needs, and move along. */
  readonly along: readonly number[];
  /** What it is chained to by `.then`: a call, or one of its `Promise.all`. */
  readonly base?: { readonly entry: Entry; readonly member?: number };
}

export interface Block {
  readonly statements: readonly Node[];
  /** In the order in which they are made. */
  readonly entries: readonly Entry[];
  /** Positions of statements that make calls of the finding and do something else besides. */
  readonly loud: ReadonlySet<number>;
  readonly knows: Knows;
  readonly state: StateReads;
  /** A type checker vouches for members that are read. */
  readonly typed: boolean;
}
