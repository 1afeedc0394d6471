import type { ApiError } from "@weir/core";

/**
 * Why an answer did not come.
 * `offline`: no connection. `denied`: a token is missing or too weak. `missing`: no such thing (any more).
 * `sample`: sample data answers, and nobody decides anything there. `rejected`: the request was wrong. `broken`: the collector failed, or what answered is no collector.
 */
export interface Failure {
  readonly kind: "offline" | "denied" | "missing" | "rejected" | "broken" | "sample";
  readonly status?: number;
  /** The collector's own code, message and hint, in English. */
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
}

export type Answer<Body> =
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly failure: Failure };

/** Reads the body of a failed answer, whoever sent it. */
export function failureOf(status: number, body: unknown): Failure {
  const kind = kindOf(status);
  const error = (body as Partial<ApiError> | null)?.error;
  if (typeof error !== "object" || error === null) return { kind, status };
  const { code, message, hint } = error;
  return {
    kind,
    status,
    ...(typeof code === "string" && { code }),
    ...(typeof message === "string" && { message }),
    ...(typeof hint === "string" && { hint }),
  };
}

function kindOf(status: number): Failure["kind"] {
  if (status === 401 || status === 403) return "denied";
  if (status === 404 || status === 410) return "missing";
  return status >= 500 ? "broken" : "rejected";
}
