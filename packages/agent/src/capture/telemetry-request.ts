/**
 * Exporters of other SDKs send from within a request's context, and not all of them switch tracing off for it. Such a
 * request is nobody's wait.
 */
export function isTelemetry(url: string): boolean {
  return url.endsWith("s") && (url.endsWith("/v1/traces") || url.endsWith("/v1/metrics") || url.endsWith("/v1/logs"));
}
