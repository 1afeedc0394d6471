import type { IncomingHttpHeaders } from "node:http";
import { WeirError } from "../errors.ts";
import { bearerToken, isOneOf } from "../server/token.ts";

export interface IngestAuth {
  /** Any of them opens. */
  readonly tokens: readonly string[];
  /**
   * Headers that may carry the token besides `Authorization: Bearer …`, as senders can set them through
   * `OTEL_EXPORTER_OTLP_HEADERS`. Lower-case.
   */
  readonly headers: readonly string[];
}

export const TOKEN_HEADERS: readonly string[] = ["x-weir-token"];

/** @throws WeirError `WEIR_UNAUTHORIZED` (401) unless one of the headers carries the token. */
export function checkIngestToken(headers: IncomingHttpHeaders, auth: IngestAuth): void {
  const presented = [bearerToken(headers.authorization), ...auth.headers.map((name) => headers[name])];
  if (presented.some((token) => typeof token === "string" && isOneOf(token, auth.tokens))) return;
  throw new WeirError("WEIR_UNAUTHORIZED", "Sending spans needs the ingest token", {
    status: 401,
    hint: 'Set OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer%20<token>"',
  });
}
