import { WeirError } from "../errors.ts";

/** The body is not what its Content-Type says; nothing of it is used. */
export function malformed(why: string, cause?: unknown): WeirError {
  return new WeirError("WEIR_OTLP_MALFORMED", why, { status: 400, cause });
}

export function tooDeep(): WeirError {
  return new WeirError("WEIR_OTLP_TOO_DEEP", "Values are nested deeper than the collector reads", { status: 400 });
}

export function tooManySpans(limit: number): WeirError {
  return new WeirError("WEIR_OTLP_TOO_MANY_SPANS", `One request may hold at most ${limit} spans`, { status: 413 });
}
