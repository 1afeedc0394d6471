import type { CodeFrame, Range, Site } from "../api/types.ts";
import type { FindingKind } from "../finding/kind.ts";

/** What a finding's fingerprint stands for. Stored once per version, not per request. */
export interface FindingDocument {
  readonly kind: FindingKind;
  readonly calls: readonly Site[];
  readonly startTogether: readonly (readonly number[])[];
  readonly after: readonly number[];
  /**
   * Pairs of the finding: indices into `calls` and the key their evidence is counted under. `needless`: the fix gives
   * this order up; the others are shown, and kept.
   */
  readonly edges: readonly {
    readonly from: number;
    readonly to: number;
    readonly pair: string;
    readonly needless?: boolean;
  }[];
  readonly place?: Site;
  readonly code: readonly CodeFrame[];
  readonly patch?: string;
  readonly withheld?: string;
  /** What the patch brings along besides time, as codes. */
  readonly notes?: readonly string[];
  /** Of the request it was last seen in, for messages; never used in statistics. */
  readonly example: { readonly traceId: string; readonly saved: Range };
}

export interface PairDocument {
  readonly from: Site;
  readonly to: Site;
}

export interface ShapeDocument {
  readonly calls: readonly string[];
}
