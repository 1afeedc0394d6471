/**
 * The public HTTP API's shapes. Times are milliseconds (fractional numbers), timestamps ISO 8601 UTC.
 * Every answer carries `schemaVersion: 1` at its top.
 */
import type { Channels } from "../evidence/channel.ts";
import type { Tier, Verdict } from "../evidence/verdict.ts";
import type { FindingKind } from "../finding/kind.ts";

export const SCHEMA_VERSION = 1;

export interface Range {
  readonly low: number;
  readonly high: number;
}

export interface Site {
  /** `GET api.internal/users/{id}` */
  readonly call: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly function?: string;
}

export interface Route {
  /** `GET /shop/[category]`, prefixed by nothing; unique within (service, env). */
  readonly key: string;
  readonly service: string;
  readonly env: string;
  readonly method: string;
  readonly route: string;
  readonly requests: number;
  readonly requestsPerMinute: number;
  readonly p50: number;
  readonly p95: number;
  readonly findings: number;
  /** Milliseconds of user wait per minute that could go (lower bound). */
  readonly waitPerMinute: number;
  readonly saved: { readonly p50: Range; readonly p95: Range; readonly share: number };
  /** Candidates below `minRequests`. */
  readonly candidates?: number;
  /** Needless waits too short for a finding: below 10 ms, or below 5 % of the request. */
  readonly notWorthIt?: number;
  /** Version in which the oldest open finding appeared. */
  readonly since?: string;
}

export interface Edge {
  readonly from: number;
  readonly to: number;
  /** Names the pair of sites, for an override. Absent in traces. */
  readonly pair?: string;
  readonly verdict: Verdict;
  readonly tier: Tier;
  readonly channels: Channels;
}

export type FindingStatus =
  | "candidate"
  | "new"
  | "open"
  | "ongoing"
  | "escalating"
  | "regressed"
  | "resolved"
  | "stale"
  | "accepted"
  | "snoozed"
  | "not-a-waterfall";

export interface Finding {
  readonly fingerprint: string;
  readonly kind: FindingKind;
  readonly tier: Tier;
  readonly status: FindingStatus;
  readonly service: string;
  readonly env: string;
  /** Route keys. */
  readonly routes: readonly string[];
  readonly calls: readonly Site[];
  /** Groups of indices into `calls` that could start at one moment. */
  readonly startTogether: readonly (readonly number[])[];
  /** Indices of calls they must wait for. */
  readonly after?: readonly number[];
  readonly edges: readonly Edge[];
  readonly saved: { readonly p50: Range; readonly p95: Range; readonly share: number };
  readonly waitPerMinute: number;
  readonly requests: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly version?: string;
  readonly place?: Site;
  readonly patch?: string;
  /** Of a resolved finding: what was measured after the fix. */
  readonly gain?: Gain;
}

/** A fix that went live: what it was predicted to save, and what was measured. */
export interface Gain {
  /** When the pattern was found gone. */
  readonly at: string;
  /** Compared versions. */
  readonly before: string;
  readonly after: string;
  /** Route with most requests among those compared. */
  readonly route: string;
  readonly requests: { readonly before: number; readonly after: number };
  /** Median saving of the requests that showed it. Milliseconds. */
  readonly predicted: Range;
  /** Median before minus median after, and its 90 % interval. Milliseconds; negative when it became slower. */
  readonly measured: { readonly p50: number; readonly range: Range; readonly p95: number };
}

/** Source lines around a place, for the finding page. */
export interface CodeFrame {
  readonly file: string;
  /** 1-based number of the first line. */
  readonly firstLine: number;
  readonly lines: readonly string[];
  /** 1-based numbers of lines that hold a call of the finding, with the call's index. */
  readonly marks: readonly { readonly line: number; readonly call: number }[];
}

export interface FindingHistoryEntry {
  readonly at: string;
  readonly status: FindingStatus;
  readonly by: string;
  readonly reason?: string;
  readonly version?: string;
}

export interface FindingDetail extends Finding {
  /** What would change our mind: reason codes with parameters. */
  readonly wouldChange: readonly {
    readonly reason: string;
    readonly detail?: Readonly<Record<string, string | number>>;
  }[];
  readonly timeline?: TraceView;
  readonly code: readonly CodeFrame[];
  /** Why there is no patch: a code with a sentence in the message catalogues. */
  readonly withheld?: string;
  /** With a patch: what it brings along besides time, as codes with sentences in the message catalogues. */
  readonly notes?: readonly string[];
  readonly history: readonly FindingHistoryEntry[];
  readonly exemplars: readonly ExemplarRef[];
}

export interface ExemplarRef {
  readonly traceId: string;
  readonly at: string;
  readonly duration: number;
  readonly why: "best" | "median" | "worst" | "newest" | "pinned";
}

export interface CallView {
  readonly index: number;
  readonly call: string;
  readonly kind: string;
  /** Milliseconds since the request's start. */
  readonly start: number;
  readonly headers?: number;
  readonly end: number;
  readonly site: Site;
  /** User frames, innermost first. */
  readonly frames: readonly Site[];
  readonly owner: { readonly kind: string; readonly name: string };
  readonly outcome: string;
  readonly status?: number;
  readonly cached: boolean;
  readonly background: boolean;
  /** Times come from the agent's own clock. */
  readonly exact: boolean;
  /** Earliest start after the fix, ms since the request's start; equal to `start` when nothing moves. */
  readonly possible: Range;
}

/** One analysed request: what happened, and what could have. */
export interface TraceView {
  readonly schemaVersion: 1;
  readonly traceId: string;
  readonly spanId: string;
  readonly service: string;
  readonly env: string;
  readonly version?: string;
  readonly framework: string;
  readonly method: string;
  readonly route: string;
  /** Key of its Route. */
  readonly routeKey: string;
  readonly status?: number;
  readonly startedAt: string;
  readonly duration: number;
  readonly firstByte?: number;
  /** Ids of other traces that its spans link to: where to look further, never what it waited for. */
  readonly links?: readonly string[];
  readonly calls: readonly CallView[];
  readonly edges: readonly Edge[];
  /** Sections of the critical path in time order; `call` absent: the server's own work. */
  readonly criticalPath: readonly { readonly call?: number; readonly start: number; readonly end: number }[];
  readonly whatIf: {
    readonly saved: Range;
    /** Of a streamed response: how much sooner its first byte could have left. */
    readonly savedToFirstByte?: Range;
    readonly duration: Range;
    readonly findings: readonly {
      readonly fingerprint: string;
      readonly kind: FindingKind;
      readonly calls: readonly number[];
      readonly saved: Range;
    }[];
  };
}

export interface RouteDetail extends Route {
  readonly series: readonly SeriesPoint[];
  readonly histogram: readonly { readonly upTo: number; readonly count: number }[];
  readonly shapes: readonly { readonly calls: readonly string[]; readonly requests: number }[];
  readonly versions: readonly {
    readonly version: string;
    readonly requests: number;
    readonly firstSeen: string;
    readonly lastSeen: string;
    readonly p50: number;
    readonly p95: number;
  }[];
  readonly findingList: readonly Finding[];
  readonly exemplars: readonly ExemplarRef[];
}

export interface SeriesPoint {
  readonly at: string;
  readonly requests: number;
  readonly p50: number;
  readonly p95: number;
  readonly savedP50: Range;
}

/** How the median duration of a route went over a window. */
export interface RouteTrend {
  /** Key of its Route. */
  readonly key: string;
  /** Milliseconds, one per step; `null` where no request came. */
  readonly p50: readonly (number | null)[];
}

export interface Pair {
  /** Names the pair, for an override. */
  readonly key: string;
  readonly from: Site;
  readonly to: Site;
  readonly verdict: Verdict;
  readonly tier: Tier;
  readonly channels: Channels;
  readonly seen: number;
  readonly wouldChange: FindingDetail["wouldChange"];
}

/**
 * What a person said about calls of a service, in all its environments; it outweighs evidence until it is withdrawn.
 * `needed`: of a pair of sites, the later call needs the earlier one. `reads`: a call only reads, whatever its method.
 */
export interface Override {
  readonly id: string;
  readonly service: string;
  readonly says: "needed" | "reads";
  /** With `needed`: the pair's key. */
  readonly pair?: string;
  /** With `reads`: the call as it is shown, `POST api.internal/search`. */
  readonly call?: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly withdrawnAt?: string;
}

export interface Status {
  readonly version: string;
  readonly store: { readonly kind: string; readonly ok: boolean; readonly bytes?: number; readonly detail?: string };
  readonly ingest: {
    readonly spans: number;
    readonly requests: number;
    /** Everything that should have been kept and was not; the sum of `losses`. */
    readonly dropped: number;
    /** Reasons that occurred. */
    readonly losses?: readonly { readonly reason: string; readonly count: number }[];
    readonly duplicates: number;
    readonly lagMs: number;
  };
  readonly agents: readonly {
    readonly service: string;
    readonly env: string;
    readonly version?: string;
    readonly lastSeen: string;
    readonly evidence: {
      readonly values: boolean;
      readonly callSites: boolean;
      readonly lineage: boolean;
      readonly source: boolean;
    };
  }[];
  readonly coverage: {
    readonly analysedShare: number;
    readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  };
}

export interface Deploy {
  readonly service: string;
  readonly env: string;
  readonly version: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly requests: number;
}

/** The body of every failed answer. */
export interface ApiError {
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string };
}
