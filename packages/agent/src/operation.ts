/**
 * The agent's view of one outgoing operation the user's code asked for: one `fetch()`, one http client request.
 * A redirect makes two spans but one operation; a cached fetch makes an operation and no span at all.
 * Times are `performance.now()` milliseconds.
 */
export interface Operation {
  /** Process-wide, increasing in start order. */
  readonly sequence: number;
  readonly root: Root;
  readonly start: number;
  /** The promise of the response settled. */
  headers?: number;
  /** The app had the whole body. */
  body?: number;
  /** The app had the first of a body it reads piece by piece. */
  bodyFirst?: number;
  /** Any of the body was handed to the app. */
  bodyRead: boolean;
  status?: number;
  outcome: "pending" | "ok" | "error" | "aborted" | "timeout";
  readonly spanIds: string[];
  /** Raw stack text, captured where the user's code called; absent when not sampled. */
  stack?: string | undefined;
  /** What the request itself says: a GraphQL query sent by POST is a read. */
  effect?: "read" | "write";
}

/** One sampled inbound request, from its local root span's start until its evidence has been sent. */
export interface Root {
  readonly traceId: string;
  readonly spanId: string;
  readonly start: number;
  /** The same message had a root before: this one's work follows that one's. */
  readonly second?: boolean;
  /** False where the values of this request are not looked at. */
  readonly values?: boolean;
  readonly operations: Operation[];
  droppedOperations: number;
  ended: boolean;
}
