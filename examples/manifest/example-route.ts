import type { Person } from "../backend/src/person.ts";

export type ExampleService = "next-app" | "sveltekit-app";

/** One request of the traffic: who sends it, and the how-manieth of its route it is. */
export interface Turn {
  /** Absent for a visitor who has not signed in. */
  readonly person: Person | undefined;
  readonly n: number;
}

export interface ExampleRequest {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: Readonly<Record<string, unknown>>;
  readonly form?: Readonly<Record<string, string>>;
  /** A Next.js Server Action: the page's form is read first and sent with its hidden fields. */
  readonly serverAction?: boolean;
}

/** What Weir has to say about a route's needless wait. Calls are named `GET /accounts/*`, `*` being any one segment. */
export interface ExpectedFinding {
  readonly kind: "serial" | "loop" | "barrier" | "parent-child" | "hook-sequence" | "late-await";
  /** Where the code has to change, relative to the app; any of these is right. */
  readonly places: readonly { readonly file: string; readonly function?: string }[];
  /** Calls that can start at one moment; one group of the finding has to hold all of them. */
  readonly startTogether?: readonly string[];
  /** Why Weir does not say it yet; absent where it has to. Silence is then right, another finding is not. */
  readonly undecided?: string;
}

interface Common {
  readonly service: ExampleService;
  /** As Weir shows it: `GET /team/[team]/members`. */
  readonly key: string;
  readonly about: string;
  /** Who visits: most routes are for everyone, some only make sense with a session. Default `anyone`. */
  readonly visitors?: "anyone" | "signed-in";
  /** Answers that are part of the plan; default 200. */
  readonly statuses?: readonly number[];
  request(turn: Turn): ExampleRequest;
}

/** Waits needlessly; `twin` is the key of the same work done without the wait. */
export interface WaterfallRoute extends Common {
  readonly expectation: "waterfall";
  readonly twin: string;
  readonly findings: readonly ExpectedFinding[];
}

/**
 * Nothing to find: the parallel twin of a waterfall, a wait that has to stay, or one that is needless and too short to
 * be worth a change.
 */
export interface SilentRoute extends Common {
  readonly expectation: "twin" | "must-not-flag" | "not-worth-it";
}

export type ExampleRoute = WaterfallRoute | SilentRoute;

export function get(path: string): () => ExampleRequest {
  return () => ({ path });
}
