import type { Edge } from "../api/types.ts";
import type { SourceFact } from "../evidence/source-fact.ts";
import type { FindingKind } from "../finding/kind.ts";
import type { Call } from "../model/call.ts";
import type { MicrosRange } from "../model/interval.ts";
import type { Request } from "../model/request.ts";
import type { Micros } from "../model/time.ts";
import type { Sightings } from "./sighting.ts";

/** Evidence about one pair of sites as additive counts: field code -> how often. Merged by addition. */
export type PairProfile = ReadonlyMap<string, number>;

/** Evidence of one request by key: pair of sites, or site. */
export type PairSums = ReadonlyMap<string, PairProfile>;

/** What the analysis asks of the outside; all of it answered from memory. */
export interface AnalysisInputs {
  /** The source channel's answer for an ordered pair, `undefined` when the source could not be read. */
  readonly source: (from: Call, to: Call) => SourceFact | undefined;
  /** Evidence of earlier requests about this pair, or the tally of this site; empty when there is none. */
  readonly profile: (key: string) => PairProfile;
  /** A stable 16-hex digest of a text, for keys and fingerprints. */
  readonly digest: (text: string) => string;
  /** Makes requests that look like one before them cheap; without it every one is looked at anew. */
  readonly sightings?: Sightings;
}

/** One ordered pair of calls of one request (`from.end <= to.start`), with its verdict. */
export interface AnalysedEdge extends Edge {
  /** Key of the pair of sites, 32 hex: A's site and B's. Evidence is counted under it. */
  readonly pair: string;
  /** No other call lies between the two in the interval order (transitive reduction). */
  readonly adjacent: boolean;
  /** What this request adds to the pair's profile. */
  readonly observed: PairProfile;
  /**
   * Nothing shows that B needs A, and it is known that B did not wait for it, as of calls in chains beside each other: no
   * order to keep or to give up. The evidence counts all the same.
   */
  readonly unwaited?: true;
}

/** One fix seen in one request: a place, and the calls that could start together there. */
export interface Fix {
  readonly fingerprint: string;
  readonly kind: FindingKind;
  /** Indices into `request.calls`. */
  readonly calls: readonly number[];
  /** Groups of positions in `calls`. */
  readonly startTogether: readonly (readonly number[])[];
  /** Positions in `calls` the groups wait for. */
  readonly after: readonly number[];
  /** Indices into `RequestAnalysis.edges`. */
  readonly edges: readonly number[];
  readonly place?: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly function?: string;
  };
  /** Marginal saving of this fix alone. */
  readonly saved: MicrosRange;
}

/** Counts that belong to no ordered pair: how often one site was made and ended how, which pairs were side by side. */
export interface Tally {
  /** Key of a site (16 hex), or of a pair of sites. Kept, merged and asked for like the evidence of pairs. */
  readonly pair: string;
  readonly observed: PairProfile;
}

export interface RequestAnalysis {
  readonly request: Request;
  /** Digest of the multiset of sites. */
  readonly shape: string;
  readonly edges: readonly AnalysedEdge[];
  readonly tallies: readonly Tally[];
  /** What edges and tallies add up to. Requests that look alike share it: compared by identity it tells them apart. */
  readonly sums: PairSums;
  readonly fixes: readonly Fix[];
  /** Joint saving of all fixes until the response ended. */
  readonly saved: MicrosRange;
  /**
   * The same until the first byte of the response left, taking it that the first byte waited for every call that had ended
   * by then. Absent where the response was not streamed, or its first byte was not seen.
   */
  readonly savedToFirstByte?: MicrosRange;
  /** Possible start of every call after all fixes, [optimistic, pessimistic]; equal to its start where nothing moves. */
  readonly possible: readonly MicrosRange[];
  readonly criticalPath: readonly { readonly call?: number; readonly start: Micros; readonly end: Micros }[];
}
