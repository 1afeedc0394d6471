import type { Route } from "@weir/core";

const COLUMNS: readonly (readonly [string, (route: Route) => string | number | undefined])[] = [
  ["service", (route) => route.service],
  ["env", (route) => route.env],
  ["method", (route) => route.method],
  ["route", (route) => route.route],
  ["findings", (route) => route.findings],
  ["wait_ms_per_minute", (route) => route.waitPerMinute],
  ["saved_p50_low_ms", (route) => route.saved.p50.low],
  ["saved_p50_high_ms", (route) => route.saved.p50.high],
  ["saved_share", (route) => route.saved.share],
  ["p50_ms", (route) => route.p50],
  ["p95_ms", (route) => route.p95],
  ["requests", (route) => route.requests],
  ["requests_per_minute", (route) => route.requestsPerMinute],
  ["since", (route) => route.since],
];

/** Routes as CSV (RFC 4180). A cell that a spreadsheet would run as a formula is made text by a leading quote. */
export function routesCsv(routes: readonly Route[]): string {
  const lines = routes.map((route) => COLUMNS.map(([, value]) => cell(value(route))).join(","));
  return [COLUMNS.map(([name]) => name).join(","), ...lines, ""].join("\r\n");
}

function cell(value: string | number | undefined): string {
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value ?? "") ? `'${value}` : (value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
