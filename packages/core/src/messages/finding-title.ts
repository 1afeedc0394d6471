import type { Finding, Site } from "../api/types.ts";
import { isFirm } from "../evidence/verdict.ts";

/** The sentence a finding is known by: a message and what fills it. */
export interface Title {
  readonly key: `title.${Finding["kind"] | "together" | "maybe" | "guarded"}` | "title.serial.many";
  readonly params: { readonly n: number; readonly call: string; readonly on: string };
}

/**
 * Who waits for whom: the later members of each group wait for its first. "Without needing it" is said of firm evidence
 * only; what awaits a person's look says so.
 */
export function titleOf(finding: Pick<Finding, "kind" | "tier" | "calls" | "startTogether" | "after">): Title {
  const { on, waiting } = needless(finding);
  const params = { n: waiting.length, call: callName(waiting[0]), on: callName(on) };
  if (!isFirm(finding.tier) && on !== undefined && waiting.length > 0) {
    return { key: finding.tier === "speculative" ? "title.guarded" : "title.maybe", params };
  }
  if (finding.kind === "loop") return { key: "title.loop", params: { ...params, call: callName(on ?? waiting[0]) } };
  if (on === undefined || waiting.length === 0) {
    // One call that is freed alone starts with none of the others listed: they are what it still waits for.
    const n = finding.startTogether.flat().length === 1 ? 1 : finding.calls.length;
    return { key: "title.together", params: { ...params, n } };
  }
  if (finding.kind === "serial" && waiting.length > 1) return { key: "title.serial.many", params };
  return { key: `title.${finding.kind}`, params };
}

/** The call that could have had company from its start, and those that waited for it. */
function needless(finding: Pick<Finding, "kind" | "calls" | "startTogether">): {
  on: Site | undefined;
  waiting: Site[];
} {
  const [together, ...behind] = finding.startTogether;
  // The first group is awaited as a whole already; what waits for all of it stands behind.
  if (finding.kind === "barrier" && together !== undefined && behind.length > 0)
    return {
      on: finding.calls[together[0] ?? -1],
      waiting: behind.flat().flatMap((index) => finding.calls[index] ?? []),
    };
  const groups = finding.startTogether.filter((group) => group.length > 1);
  const [first] = groups;
  const on = first?.[0];
  const waiting = groups.flatMap((group) => group.slice(1)).flatMap((index) => finding.calls[index] ?? []);
  return { on: on === undefined ? undefined : finding.calls[on], waiting };
}

function callName(site: Site | undefined): string {
  // The path says what is asked; the timeline below names the host.
  return (site?.call ?? "").replace(/^([A-Z]+) [^/\s]+(?=\/)/, "$1 ");
}
