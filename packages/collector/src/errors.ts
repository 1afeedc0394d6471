/** Every code starts with `WEIR_`; it is what people search for, and what API answers, logs and tests agree on. */
export type ErrorCode = `WEIR_${Uppercase<string>}`;

export interface ErrorDetail {
  readonly cause?: unknown;
  /** HTTP status when the error reaches an edge; 500 when absent. */
  readonly status?: number;
  /** What the reader can do about it. */
  readonly hint?: string;
  /** Seconds after which the same request may succeed; sent as `Retry-After`. */
  readonly retryAfter?: number;
}

/**
 * An error an edge may show. `message` and `hint` never hold a value that came from outside (a body, a URL, a header):
 * they end up in answers and logs.
 */
export class WeirError extends Error {
  override readonly name: string = "WeirError";
  readonly code: ErrorCode;
  readonly status: number;
  readonly hint: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.status = detail.status ?? 500;
    this.hint = detail.hint;
    this.retryAfter = detail.retryAfter;
  }
}

export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string; readonly hint?: string };
}

/** The JSON body of every failed API answer. */
export function errorBody(error: WeirError): ErrorBody {
  const { code, message, hint } = error;
  return { error: hint === undefined ? { code, message } : { code, message, hint } };
}
