import type { Finding } from "@weir/core";

/** Orders of the inbox besides the API's own: most user wait first. The greatest comes first. */
const ORDERS: Readonly<Record<string, (finding: Finding) => number>> = {
  saved: (finding) => finding.saved.p50.low,
  requests: (finding) => finding.requests,
  routes: (finding) => finding.routes.length,
  newest: (finding) => Date.parse(finding.firstSeen),
};

export const ORDER_NAMES = ["saved", "requests", "routes", "newest"] as const;

/** Findings in an order of that name; as they came for any other. */
export function sorted(findings: readonly Finding[], name: string | undefined): readonly Finding[] {
  const order = name !== undefined && Object.hasOwn(ORDERS, name) ? ORDERS[name] : undefined;
  return order === undefined ? findings : [...findings].sort((left, right) => order(right) - order(left));
}
