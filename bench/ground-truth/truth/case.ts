/** Which of the fixture apps serves a case. */
export type FixtureApp = "next" | "kit" | "node";

/**
 * One request of the traffic. With many users `user` runs from 0 to 199 and `n` counts the requests of the route;
 * with one user both stay 0, so that nothing varies between requests.
 */
export interface Visit {
  readonly user: number;
  readonly n: number;
}

export interface VisitRequest {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** Next.js only: the page is read first and its form is sent with its hidden fields and `form`. */
  readonly serverAction?: boolean;
}

/**
 * What is true of a wait, whatever any tool says of it.
 * - `needless`: B needs nothing of A, and starting them together changes no result.
 * - `data`: some other answer of A changes what B sends.
 * - `guard`: some other answer of A decides whether B is sent at all (sign-in, permission, not found, flag, empty list).
 * - `order`: an effect of A must come before B, or of B after A.
 * - `pace`: cursor, retry, poll, rate limit: B exists because A is over.
 * - `not-waiting`: B merely started later; nothing in the code makes it wait for A.
 */
export type WaitTruth = "needless" | "data" | "guard" | "order" | "pace" | "not-waiting";

/**
 * A call as the upstream sees it: `GET /users/*`, `*` being any one segment. `#2` behind it means the second such call
 * of the visit (`#1` the first); without a number it stands for every such call. Where several labels fit a pair, the
 * one with more numbers and fewer stars is taken.
 */
export type CallName = string;

export interface LabelledWait {
  readonly before: CallName;
  readonly after: CallName;
  readonly truth: WaitTruth;
  /** One sentence a reviewer can check against the code. */
  readonly why: string;
}

export type FindingKind = "serial" | "loop" | "barrier" | "parent-child" | "hook-sequence" | "late-await";

export interface NeedlessWait {
  readonly kind: FindingKind;
  /** Where the code would have to change, relative to the app's folder; any of these is right. */
  readonly places: readonly { readonly file: string; readonly function?: string }[];
  /** Calls that could have started at one moment. */
  readonly startTogether: readonly CallName[];
}

/** One fixture route with what is true of it. */
export interface Case {
  /** `next/account-overview`: unique over all apps. */
  readonly id: string;
  readonly app: FixtureApp;
  /** The route as its framework names it: `GET /team/[team]/members`, for plain Node the path template. */
  readonly route: string;
  readonly about: string;
  /** Classes this case stands for, of `CASE_CLASSES`. */
  readonly classes: readonly CaseClass[];
  /** Statuses that are part of the plan; default `[200]`. */
  readonly statuses?: readonly number[];
  /** Same method, same user: the same work without the needless waits; its body has to be equal. Absent where there is none. */
  readonly twin?: (visit: Visit) => VisitRequest;
  readonly twinRoute?: string;
  request(visit: Visit): VisitRequest;
  /** Every pair of calls of which the second starts after the first has ended with no call between them. */
  readonly waits: readonly LabelledWait[];
  /** Empty for a case in which there is nothing to find. */
  readonly needless: readonly NeedlessWait[];
  /**
   * For the check by intervention: another answer of a call, by its name. The harness sends one visit as it is and one
   * with the answer swapped, and compares the calls that follow.
   */
  readonly interventions?: readonly Intervention[];
}

export interface Intervention {
  readonly call: CallName;
  readonly answer: { readonly status?: number; readonly json?: unknown };
  readonly why: string;
}

export const CASE_CLASSES = [
  "serial",
  "loop",
  "barrier",
  "parent-child",
  "hook-sequence",
  "late-await",
  "data-copy",
  "data-transform",
  "short-enum",
  "chance-equality",
  "decoy-name",
  "constant-both-sides",
  "echo",
  "prior-source",
  "guard-401",
  "guard-404",
  "guard-redirect",
  "guard-empty",
  "guard-flag",
  "fail-fast",
  "write-order",
  "read-back",
  "cursor",
  "retry",
  "poll",
  "interleaved-chains",
  "accidental-seriality",
  "cache-hit",
  "memo",
  "fire-and-forget",
  "late-branch",
  "hidden-state",
  "transaction",
  "graphql",
  "streaming",
  "parallel-already",
] as const;

export type CaseClass = (typeof CASE_CLASSES)[number];
