import type { Outcome } from "../model/call.ts";
import type { SpanStatus } from "../model/span.ts";

export interface OutcomeFacts {
  /** HTTP status. */
  readonly status?: number | undefined;
  /** gRPC status code, 0..16. */
  readonly grpcStatus?: number | undefined;
  readonly spanStatus?: SpanStatus | undefined;
  /** `error.type`, an exception's type, or its code. */
  readonly error?: string | undefined;
  /** What the agent saw of the operation's promise. */
  readonly operation?: string | undefined;
}

/** HTTP statuses that mean the same as gRPC's (the mapping of google.rpc.Code). */
const GRPC_AS_HTTP: Readonly<Record<number, number>> = {
  3: 400,
  5: 404,
  6: 409,
  7: 403,
  8: 429,
  9: 400,
  10: 409,
  11: 400,
  12: 501,
  13: 500,
  14: 503,
  15: 500,
  16: 401,
};

/** How a call ended, as far as control flow can depend on it. */
export function outcomeOf(facts: OutcomeFacts): Outcome {
  if (facts.operation === "aborted") return { class: "aborted" };
  if (facts.operation === "timeout") return { class: "timeout" };
  if (facts.status !== undefined && facts.status >= 100) return fromStatus(facts.status);
  if (facts.grpcStatus !== undefined && facts.grpcStatus > 0) return fromGrpc(facts.grpcStatus);
  if (facts.operation === "error" || facts.spanStatus === "error") return { class: errorClass(facts.error ?? "") };
  return { class: "ok" };
}

function fromStatus(status: number): Outcome {
  if (status >= 500) return { class: "server-error", status };
  if (status === 429) return { class: "throttled", status };
  if (status === 401 || status === 403 || status === 407) return { class: "unauthorized", status };
  if (status === 404 || status === 410) return { class: "not-found", status };
  if (status >= 400) return { class: "client-error", status };
  if (status >= 300 && status !== 304) return { class: "redirect", status };
  return { class: "ok", status };
}

function fromGrpc(code: number): Outcome {
  if (code === 1) return { class: "aborted" };
  if (code === 4) return { class: "timeout" };
  const status = GRPC_AS_HTTP[code];
  return status === undefined ? { class: "error" } : fromStatus(status);
}

function errorClass(error: string): "network" | "timeout" | "aborted" | "error" {
  if (/time.?d?.?out/i.test(error)) return "timeout";
  if (/abort|cancel/i.test(error)) return "aborted";
  if (/^(?:E[A-Z_]{4,}|UND_ERR_\w+|SocketError|ConnectError|TypeError|FetchError)$|fetch failed/i.test(error))
    return "network";
  return "error";
}
