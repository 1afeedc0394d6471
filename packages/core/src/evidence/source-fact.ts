import type { FindingKind } from "../finding/kind.ts";

/** A place in the user's source, as the source analysis found it. Lines and columns are 1-based. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function?: string;
}

/**
 * What the source says of an ordered pair of call sites (A before B).
 *
 * - `parallel`: A is not awaited before B starts, so B never waits for A here.
 * - `data`: B's arguments depend on A's awaited value.
 * - `guard`: A's *content* decides whether B runs.
 * - `ordered`: an effect on shared state keeps the order.
 * - `independent`: A's value reaches B in no way, in every function passed.
 * - `unknown`: something on the way could not be followed.
 */
export type SourceRelation = "parallel" | "data" | "guard" | "ordered" | "independent" | "unknown";

export interface SourceFact {
  readonly relation: SourceRelation;
  /** Enumerated reason code, always starting with `source.` */
  readonly reason: string;
  readonly detail?: Readonly<Record<string, string | number>>;
  /**
   * `shared`: both calls lie under one activation of one function, B in the continuation of A's await.
   * `distinct`: different functions, joined by the framework; only lineage can say that B waited for A.
   */
  readonly activation: "shared" | "distinct" | "unknown";
  /** The function and await block in which the calls could be started together. */
  readonly place?: Place;
  /** Which kind of needless wait this would be. */
  readonly kind: FindingKind;
  /** B lies behind a fail-fast check of A (`if (!res.ok) throw`): no dependency, but noted. */
  readonly failFast?: boolean;
}
