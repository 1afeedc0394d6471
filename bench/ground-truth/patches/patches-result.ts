import type { FixtureApp } from "../truth/case.ts";
import type { ComparedCase } from "./compare-case.ts";
import type { MeasuredGain } from "./measured-gain.ts";

/** What `patches.bench.ts` writes: raw figures, no averages. */
export interface PatchesResult {
  readonly schemaVersion: 1;
  readonly at: string;
  readonly commit: string;
  readonly dirty: boolean;
  readonly node: string;
  readonly cpus: string;
  /** Processes that wanted a CPU in the minute before the end. */
  readonly load: number;
  readonly seconds: number;
  readonly apps: readonly AppPatches[];
}

export interface AppPatches {
  readonly app: FixtureApp;
  /** Proven findings, one per fingerprint. */
  readonly findings: readonly JudgedFinding[];
  readonly cases: readonly ComparedCase[];
  readonly gains: readonly MeasuredGain[];
}

export interface JudgedFinding {
  readonly fingerprint: string;
  readonly kind: string;
  /** File, line and function: several findings of one place differ in the values of their paths only. */
  readonly place: string;
  readonly routes: readonly string[];
  /** Why there is no patch. */
  readonly withheld?: string;
  readonly patch?: string;
  readonly outcome?: PatchOutcome;
  /** What git or the build says, or how the app changed. */
  readonly says?: string;
}

/** How far a patch came. */
export type PatchOutcome = "not applied" | "not built" | "changed" | "equal";
