import { type Finding, type FindingDetail, SCHEMA_VERSION } from "@weir/core";
import type { ApiReader } from "../api/reader.ts";
import { VERSION } from "../version.ts";
import type { Accepted } from "./accepted-file.ts";
import type { Baseline } from "./baseline.ts";
import { type EvidenceSummary, missingEvidence } from "./evidence.ts";
import type { GateConfig } from "./gate-config.ts";
import type { GateReport, ReportedFinding, ReportedRoute } from "./gate-report.ts";
import { type GateOutcome, judgeGate } from "./gate.ts";
import { detailOf, type Survey } from "./survey.ts";

export interface ReportInput {
  readonly survey: Survey;
  readonly config: GateConfig;
  readonly baseline: Baseline | undefined;
  readonly accepted: Accepted;
  /** What only the reader of files knows. */
  readonly calls?: number | undefined;
}

/** Findings whose details are read; a report of more helps nobody. */
const MAX_DETAILS = 500;

/** Judges a survey and puts everything together that any report shows. */
export async function buildReport(api: ApiReader, input: ReportInput): Promise<GateReport> {
  const { survey, config, baseline, accepted } = input;
  const live = survey.findings.filter(isLive);
  const outcomes = judgeGate({ findings: live, config, baseline, accepted: accepted.valid });
  const evidence = evidenceOf(input);
  const missing = missingEvidence(evidence, outcomes, config);
  const failed = outcomes.some(({ state, level }) => level === "error" && state !== "too-few");
  const findings: ReportedFinding[] = [];
  for (const outcome of outcomes.slice(0, MAX_DETAILS))
    findings.push(reported(outcome, await detailOf(api, outcome.finding)));
  return {
    schemaVersion: SCHEMA_VERSION,
    weir: VERSION,
    result: failed ? "failed" : missing.length > 0 ? "no-evidence" : "passed",
    missing,
    evidence,
    minRequests: config.minRequests,
    findings,
    routes: routesOf(survey, live),
    gone: goneOf(input, live),
    expired: accepted.expired.map(({ fingerprint }) => fingerprint),
  };
}

/** What the evidence took back, and what newer requests do not show any more, is no finding of this report. */
function isLive({ tier, status }: Finding): boolean {
  return tier !== "unknown" && status !== "resolved" && status !== "stale";
}

function reported(
  { finding, state, level, saved, before, accepted }: GateOutcome,
  detail: FindingDetail,
): ReportedFinding {
  return {
    state,
    level,
    saved,
    ...(before === undefined ? {} : { before }),
    ...(accepted === undefined ? {} : { reason: accepted.reason }),
    finding: { ...detail, requests: finding.requests, routes: finding.routes.toSorted() },
  };
}

/** Imported spans have no agent that said hello: then their findings, or that nothing was missed, tell. */
function hasCallSites({ status, findings }: Survey): boolean {
  return (
    status.agents.some(({ evidence }) => evidence.callSites) ||
    findings.some(({ place }) => place !== undefined) ||
    !status.coverage.reasons.some(({ reason }) => reason === "coverage.no-call-site")
  );
}

function evidenceOf({ survey, calls }: ReportInput): EvidenceSummary {
  const { status, routes } = survey;
  return {
    spans: status.ingest.spans,
    requests: routes.reduce((sum, { requests }) => sum + requests, 0),
    routes: routes.length,
    ...(calls === undefined ? {} : { calls }),
    dropped: status.ingest.dropped,
    analysedShare: status.coverage.analysedShare,
    reasons: status.coverage.reasons,
    callSites: hasCallSites(survey),
  };
}

function routesOf({ routes }: Survey, findings: readonly Finding[]): readonly ReportedRoute[] {
  return routes
    .map(({ key, service, env, requests, p50 }) => ({
      key,
      service,
      env,
      requests,
      p50,
      findings: findings
        .filter((finding) => finding.service === service && finding.env === env && finding.routes.includes(key))
        .map(({ fingerprint }) => fingerprint)
        .sort(),
    }))
    .sort((a, b) => compare(a.service, b.service) || compare(a.env, b.env) || compare(a.key, b.key));
}

/** Not seen counts only where it could have been seen. */
function goneOf({ survey, baseline, config }: ReportInput, findings: readonly Finding[]): readonly string[] {
  const seen = new Set(findings.map(({ fingerprint }) => fingerprint));
  const busy = new Set(survey.routes.filter(({ requests }) => requests >= config.minRequests).map(({ key }) => key));
  return [...(baseline?.findings.values() ?? [])]
    .filter(
      ({ fingerprint, routes }) => !seen.has(fingerprint) && routes.length > 0 && routes.every((key) => busy.has(key)),
    )
    .map(({ fingerprint }) => fingerprint)
    .sort();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
