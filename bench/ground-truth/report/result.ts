import type { CapturedRun } from "../drive/capture-run.ts";
import type { RunPlan } from "../drive/run-plan.ts";
import type { NeedlessFound } from "../judge/finding-ledger.ts";
import type { LabelVerdict, Score } from "../judge/score.ts";
import type { SavingJudged } from "../judge/saving-ledger.ts";
import type { Estimate, Share } from "../judge/statistics.ts";
import type { LineageResult } from "../lineage/lineage-result.ts";
import type { Variant } from "../replay/variant.ts";
import type { FixtureApp } from "../truth/case.ts";

/** One table of the report: the runs of one mix and one kind of users over all apps. */
export interface MixResult {
  readonly mix: RunPlan["mix"];
  readonly users: RunPlan["users"];
  readonly runs: readonly (Omit<CapturedRun, "file" | "plan" | "witnessed"> & {
    readonly app: FixtureApp;
    readonly requests: number;
  })[];
  /** Weir with everything, and with one kind of evidence left out, at every number of requests. */
  readonly scores: Readonly<Record<string, readonly Score[]>>;
  readonly waits: Readonly<Record<Variant, WaitsResult | undefined>>;
  readonly findings: FindingsResult;
  readonly savings: SavingsResult | undefined;
  /** Requests until a pair was called needless for good: quantiles over the pairs that were. */
  readonly requestsNeeded: { readonly p50: number; readonly p90: number; readonly max: number; readonly of: number };
}

export interface WaitsResult {
  readonly precision: Share;
  readonly recall: Share;
  readonly unrecorded: number;
  readonly wrong: Readonly<Record<string, number>>;
}

export interface FindingsResult {
  readonly found: Share;
  readonly kindRight: Share;
  readonly placeRight: Share;
  /** Fixes that would start a call together with one it needs. */
  readonly critical: readonly string[];
  readonly falseFixes: readonly string[];
  readonly perCase: readonly (Omit<NeedlessFound, "wanted"> & { readonly id: string; readonly wantedKind: string })[];
}

export interface SavingsResult {
  /** Absolute error as a share of the measured saving, median over cases. */
  readonly low: Estimate;
  readonly middle: Estimate;
  readonly high: Estimate;
  /** Only cases all of whose needless pairs were found: elsewhere less was predicted because less was found. */
  readonly completeMiddle: Estimate;
  readonly inside: Share;
  /** Cases in which prediction and measurement agree once the chance of so few requests is allowed for. */
  readonly agrees: Share;
  readonly perCase: readonly (SavingJudged & { readonly id: string; readonly complete: boolean })[];
}

export interface GroundTruthResult {
  readonly schemaVersion: 1;
  readonly at: string;
  readonly commit: string;
  /** Files changed since the commit were part of the run. */
  readonly dirty: boolean;
  readonly node: string;
  readonly cpus: string;
  readonly mode: "quick" | "full";
  readonly cases: Readonly<Record<string, number>>;
  readonly labels: Readonly<Record<string, number>>;
  readonly mixes: readonly MixResult[];
  /** Labels left out of every figure: neither the upstream nor any recorded request of the first mix showed the pair. */
  readonly notHappened: readonly string[];
  /** Needless pairs that were not flagged, of the first mix with many users. */
  readonly missed: readonly LabelVerdict[];
  /** The same where the source was left out. */
  readonly missedWithoutSource: readonly LabelVerdict[];
  /** Every critical error of every mix, with the source and without. */
  readonly critical: readonly LabelVerdict[];
  /** Random programs, apart from the fixtures. */
  readonly lineage: LineageResult;
  readonly outside: readonly OutsideResult[] | { readonly leftOut: string };
}

export interface OutsideResult {
  readonly file: string;
  readonly traces: number;
  readonly requests: number;
  readonly calls: number;
  readonly pairs: number;
  readonly flagged: number;
  /** Reasons of the verdicts, by how often. */
  readonly reasons: Readonly<Record<string, number>>;
}
