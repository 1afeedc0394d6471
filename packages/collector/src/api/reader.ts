/**
 * Asks the public API, wherever it is: a collector that runs, or one made for some files. Commands and the MCP server
 * know no other way to findings, so that all of them say what the dashboard says.
 */
export interface ApiReader {
  /** `http://localhost:4318`; absent for files. */
  readonly url?: string;
  /**
   * The answer to `GET /api/v1/<path>`.
   * @throws WeirError with the API's code, `WEIR_UNREACHABLE` when nobody answers
   */
  get<Answer>(path: string, query?: ApiQuery): Promise<Answer>;
  post<Answer>(path: string, body: object): Promise<Answer>;
}

export type ApiQuery = Readonly<Record<string, string | number | undefined>>;

/** `findings?env=staging`; what is undefined is left out. */
export function apiPath(path: string, query: ApiQuery = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}
