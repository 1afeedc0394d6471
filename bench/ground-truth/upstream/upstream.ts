/** What a fixture app's upstream service answers. Pure: the same request always gets the same answer, unless `state` says otherwise. */
export interface UpstreamRequest {
  readonly method: string;
  /** Path as sent, without the query. */
  readonly path: string;
  /** Segments that stand where the template has `:name`, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON or form; undefined without a body. */
  readonly body: unknown;
  /**
   * Requests with the same method, path, query and body that came before this one: what retries and polls tell by.
   * The check sets it back to 0 before every visit; traffic never does, so count in rounds (`earlier % 3 === 2`).
   */
  readonly earlier: number;
}

export interface UpstreamAnswer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
}

export interface UpstreamRoute {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** `/users/:id`. Where two routes fit, the one with a literal segment first wins. */
  readonly path: string;
  /** Time until the answer at the plain latency mix, in milliseconds; 10 to 60 is customary. The mixes scale and jitter it. */
  readonly latencyMs: number;
  answer(request: UpstreamRequest): UpstreamAnswer;
}

/** A fixture app's upstream; `UPSTREAM_URL` in the app's environment says where it listens. */
export type Upstream = readonly UpstreamRoute[];
