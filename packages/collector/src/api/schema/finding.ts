import type { ExemplarRef, Finding, FindingDetail, FindingHistoryEntry, FindingStatus, TraceView } from "@weir/core";
import { z } from "zod";
import { codeFrame, edge, findingKind, range, saved, site, tier, wouldChange } from "./evidence.ts";
import { gain } from "./gain.ts";
import { count, millis, named, schemaVersion, timestamp } from "./registry.ts";

export const FINDING_STATUSES: readonly [FindingStatus, ...FindingStatus[]] = [
  "candidate",
  "new",
  "open",
  "ongoing",
  "escalating",
  "regressed",
  "resolved",
  "stale",
  "accepted",
  "snoozed",
  "not-a-waterfall",
];

const findingStatus: z.ZodType<FindingStatus> = named("FindingStatus", z.enum(FINDING_STATUSES));

const findingShape = {
  fingerprint: z.string(),
  kind: findingKind,
  tier,
  status: findingStatus,
  service: z.string(),
  env: z.string(),
  routes: z.array(z.string()),
  calls: z.array(site),
  startTogether: z.array(z.array(count)),
  after: z.exactOptional(z.array(count)),
  edges: z.array(edge),
  saved,
  waitPerMinute: millis,
  requests: count,
  firstSeen: timestamp,
  lastSeen: timestamp,
  version: z.exactOptional(z.string()),
  place: z.exactOptional(site),
  patch: z.exactOptional(z.string()),
  gain: z.exactOptional(gain),
};

export const finding: z.ZodType<Finding> = named("Finding", z.strictObject(findingShape));

export const exemplarRef: z.ZodType<ExemplarRef> = named(
  "ExemplarRef",
  z.strictObject({
    traceId: z.string(),
    at: timestamp,
    duration: millis,
    why: z.enum(["best", "median", "worst", "newest", "pinned"]),
  }),
);

const historyEntry: z.ZodType<FindingHistoryEntry> = named(
  "FindingHistoryEntry",
  z.strictObject({
    at: timestamp,
    status: findingStatus,
    by: z.string(),
    reason: z.exactOptional(z.string()),
    version: z.exactOptional(z.string()),
  }),
);

const callView: z.ZodType<TraceView["calls"][number]> = named(
  "CallView",
  z.strictObject({
    index: count,
    call: z.string(),
    kind: z.string(),
    start: millis,
    headers: z.exactOptional(millis),
    end: millis,
    site,
    frames: z.array(site),
    owner: z.strictObject({ kind: z.string(), name: z.string() }),
    outcome: z.string(),
    status: z.exactOptional(z.int()),
    cached: z.boolean(),
    background: z.boolean(),
    exact: z.boolean(),
    possible: range,
  }),
);

const traceShape = {
  schemaVersion,
  traceId: z.string(),
  spanId: z.string(),
  service: z.string(),
  env: z.string(),
  version: z.exactOptional(z.string()),
  framework: z.string(),
  method: z.string(),
  route: z.string(),
  routeKey: z.string(),
  status: z.exactOptional(z.int()),
  startedAt: timestamp,
  duration: millis,
  firstByte: z.exactOptional(millis),
  links: z.exactOptional(z.array(z.string())),
  calls: z.array(callView),
  edges: z.array(edge),
  criticalPath: z.array(z.strictObject({ call: z.exactOptional(count), start: millis, end: millis })),
  whatIf: z.strictObject({
    saved: range,
    savedToFirstByte: range.exactOptional(),
    duration: range,
    findings: z.array(
      z.strictObject({ fingerprint: z.string(), kind: findingKind, calls: z.array(count), saved: range }),
    ),
  }),
};

const traceView: z.ZodType<TraceView> = named("TraceView", z.strictObject(traceShape));

export const traceAnswer: z.ZodType<TraceView & { readonly requests?: readonly TraceView[] }> = named(
  "TraceAnswer",
  z.strictObject({ ...traceShape, requests: z.exactOptional(z.array(traceView)) }),
);

export const findingDetail: z.ZodType<FindingDetail> = named(
  "FindingDetail",
  z.strictObject({
    schemaVersion,
    ...findingShape,
    wouldChange: z.array(wouldChange),
    timeline: z.exactOptional(traceView),
    code: z.array(codeFrame),
    withheld: z.exactOptional(z.string()),
    notes: z.exactOptional(z.array(z.string())),
    history: z.array(historyEntry),
    exemplars: z.array(exemplarRef),
  }),
);

export const findingList: z.ZodType<FindingListAnswer> = named(
  "FindingList",
  z.strictObject({ schemaVersion, findings: z.array(finding), nextCursor: z.string().nullable(), total: count }),
);

export interface FindingListAnswer {
  readonly findings: readonly Finding[];
  readonly nextCursor: string | null;
  readonly total: number;
}
