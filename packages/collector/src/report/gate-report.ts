import { type FindingDetail, SCHEMA_VERSION } from "@weir/core";
import { z } from "zod";
import { findingDetail } from "../api/schema/finding.ts";
import { LEVELS, type Level } from "./gate-config.ts";
import type { EvidenceSummary, MissingEvidence } from "./evidence.ts";
import type { GateState } from "./gate.ts";

/** One finding in a report, with everything the report shows of it. */
export interface ReportedFinding {
  readonly state: GateState;
  readonly level: Level;
  /** Held against the limit. Milliseconds. */
  readonly saved: number;
  /** What the baseline said. Milliseconds. */
  readonly before?: number | undefined;
  /** Why it is accepted. */
  readonly reason?: string | undefined;
  readonly finding: FindingDetail;
}

export interface ReportedRoute {
  readonly key: string;
  readonly service: string;
  readonly env: string;
  readonly requests: number;
  /** Milliseconds. */
  readonly p50: number;
  /** Fingerprints of the findings on it. */
  readonly findings: readonly string[];
}

/** The one document that every report is written from; printed as it is by `--json`. */
export interface GateReport {
  readonly schemaVersion: 1;
  readonly weir: string;
  readonly result: "passed" | "failed" | "no-evidence";
  readonly missing: readonly MissingEvidence[];
  readonly evidence: EvidenceSummary;
  readonly minRequests: number;
  readonly findings: readonly ReportedFinding[];
  readonly routes: readonly ReportedRoute[];
  /** Fingerprints of the baseline that were not seen although their routes were. */
  readonly gone: readonly string[];
  /** Accepted entries whose day is over. */
  readonly expired: readonly string[];
}

export const gateReportSchema: z.ZodType<GateReport> = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  weir: z.string(),
  result: z.enum(["passed", "failed", "no-evidence"]),
  missing: z.array(
    z.enum(["no-spans", "no-requests", "no-calls", "no-call-sites", "low-coverage", "dropped", "too-few-requests"]),
  ),
  evidence: z.strictObject({
    spans: z.int(),
    requests: z.int(),
    routes: z.int(),
    calls: z.int().optional(),
    dropped: z.int(),
    analysedShare: z.number(),
    reasons: z.array(z.strictObject({ reason: z.string(), count: z.int() })),
    callSites: z.boolean(),
  }),
  minRequests: z.int(),
  findings: z.array(
    z.strictObject({
      state: z.enum(["new", "worse", "known", "accepted", "small", "review", "too-few"]),
      level: z.enum(LEVELS),
      saved: z.number(),
      before: z.number().optional(),
      reason: z.string().optional(),
      finding: findingDetail,
    }),
  ),
  routes: z.array(
    z.strictObject({
      key: z.string(),
      service: z.string(),
      env: z.string(),
      requests: z.int(),
      p50: z.number(),
      findings: z.array(z.string()),
    }),
  ),
  gone: z.array(z.string()),
  expired: z.array(z.string()),
});
