import { type Observed, type Stretch, stretchesOf } from "@weir/core";
import type { AssembledFinding } from "../../api/findings/assemble.ts";
import type { FindingPolicy } from "../../api/findings/policy.ts";
import { isListed } from "../../api/findings/listed.ts";
import { observedMinutes } from "../../api/window.ts";
import type { Window } from "../../store/port.ts";
import type { AppNote } from "../book.ts";

/** What is to be known of a finding to say what happened to it. */
export interface Observation {
  readonly found: AssembledFinding;
  readonly observed: Observed;
  /** Appeared in a deploy after the baseline. Absent where versions are missing. */
  readonly isNew?: boolean;
  /** An earlier deploy had enough requests of its routes, without it. */
  readonly introduced: boolean;
}

export function observe(
  found: AssembledFinding,
  app: AppNote | undefined,
  window: Window,
  now: number,
  policy: FindingPolicy,
): Observation {
  const { finding, facts, judgement } = found;
  const { service, env, fingerprint, status, tier } = finding;
  const stretches = stretchesOf(facts.versions, facts.seen, facts.traffic, policy);
  const first = stretches[0]?.version ?? finding.version ?? "";
  const order = facts.versions.map(({ version }) => version);
  const observed: Observed = {
    service,
    env,
    fingerprint,
    status,
    tier,
    listed: isListed(finding, policy),
    withdrawn: judgement.withdrawn,
    version: versionOf(status, stretches) ?? first,
    savedLow: finding.saved.p50.low,
    requestsPerMinute: perMinute(found, window, now),
    ...decisionOf(found),
  };
  const isNew = app === undefined || first === "" ? undefined : !app.baseline.includes(first);
  const earlier = order.slice(0, Math.max(0, order.indexOf(first)));
  const measured = facts.traffic.filter(({ version }) => earlier.includes(version));
  return {
    found,
    observed,
    introduced: measured.reduce((sum, { requests }) => sum + requests, 0) >= policy.resolveAfter,
    ...(isNew === undefined ? {} : { isNew }),
  };
}

function versionOf(status: string, stretches: readonly Stretch[]): string | undefined {
  return status === "resolved" || status === "regressed" ? stretches.at(-1)?.version : undefined;
}

function perMinute({ finding, facts }: AssembledFinding, window: Window, now: number): number {
  const first = Math.min(...facts.rows.map(({ firstSeen }) => firstSeen));
  return finding.requests / observedMinutes(window, first, now);
}

/** Only of a state that people gave it: what deploys do to it afterwards is nobody's decision. */
function decisionOf({ finding: { status }, facts: { state } }: AssembledFinding): Pick<Observed, "decision"> {
  return state?.status === status ? { decision: { by: state.by, reason: state.reason ?? "" } } : {};
}
