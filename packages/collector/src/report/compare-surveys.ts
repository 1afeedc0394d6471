import type { Finding } from "@weir/core";
import { type Estimator } from "./gate-config.ts";
import { isWorse, savedBy } from "./gate.ts";
import type { Survey } from "./survey.ts";

/**
 * What became of a finding. `gone`: its routes were asked often enough and did not show it. `unseen`: they were not, so
 * nobody can tell.
 */
export type Change = "new" | "worse" | "better" | "same" | "gone" | "unseen";

export interface FindingChange {
  readonly change: Change;
  readonly finding: Finding;
  /** Milliseconds that could have been saved before, and can be now. */
  readonly before?: number;
  readonly after?: number;
}

const ORDER: readonly Change[] = ["new", "worse", "gone", "unseen", "better", "same"];

/** Compares two surveys of one app, finding by finding. */
export function compareSurveys(
  base: Survey,
  head: Survey,
  options: { readonly minRequests: number; readonly estimator: Estimator },
): readonly FindingChange[] {
  const before = openFindings(base);
  const after = openFindings(head);
  const busy = new Map<string, number>();
  for (const { key, requests } of head.routes) busy.set(key, (busy.get(key) ?? 0) + requests);
  const saved = (finding: Finding): number => Math.round(savedBy(finding, options.estimator) * 10) / 10;
  const changes = [...after.values()].map((finding): FindingChange => {
    const earlier = before.get(finding.fingerprint);
    if (earlier === undefined) return { change: "new", finding, after: saved(finding) };
    const [was, is] = [saved(earlier), saved(finding)];
    return {
      change: isWorse(is, was) ? "worse" : isWorse(was, is) ? "better" : "same",
      finding,
      before: was,
      after: is,
    };
  });
  for (const finding of before.values()) {
    if (after.has(finding.fingerprint)) continue;
    const asked = finding.routes.every((route) => (busy.get(route) ?? 0) >= options.minRequests);
    changes.push({ change: asked ? "gone" : "unseen", finding, before: saved(finding) });
  }
  return changes.sort(
    (a, b) =>
      ORDER.indexOf(a.change) - ORDER.indexOf(b.change) ||
      (b.after ?? b.before ?? 0) - (a.after ?? a.before ?? 0) ||
      (a.finding.fingerprint < b.finding.fingerprint ? -1 : 1),
  );
}

/** Only what is sure enough to be held against anybody. */
function openFindings({ findings }: Survey): ReadonlyMap<string, Finding> {
  return new Map(
    findings
      .filter(
        ({ tier, status }) => (tier === "proven" || tier === "high") && status !== "resolved" && status !== "stale",
      )
      .map((finding) => [finding.fingerprint, finding]),
  );
}
