import type { FindingDetail, Site, TraceView } from "@weir/core";
import { moves } from "../timeline/bars.ts";

/**
 * Where each call of the finding is in the request shown: index into `trace.calls` by index into `finding.calls`.
 * The request's own analysis says it; without that (an older request) the sites are compared.
 */
export function callsInTrace(
  finding: Pick<FindingDetail, "fingerprint" | "calls">,
  trace: Pick<TraceView, "calls" | "whatIf">,
): readonly (number | undefined)[] {
  const own = trace.whatIf.findings.find((one) => one.fingerprint === finding.fingerprint);
  if (own !== undefined && own.calls.length >= finding.calls.length) return own.calls;
  const taken = new Set<number>();
  return finding.calls.map((site) => {
    const found = trace.calls.find((call) => !taken.has(call.index) && sameSite(call.site, site));
    if (found !== undefined) taken.add(found.index);
    return found?.index;
  });
}

/** The call the address names (1-based), else the first that could start earlier, else the last of the finding. */
export function selectedCall(
  named: string | undefined,
  trace: Pick<TraceView, "calls">,
  inTrace: readonly (number | undefined)[],
): number | undefined {
  const wanted = Number(named) - 1;
  if (trace.calls[wanted] !== undefined) return wanted;
  const known = inTrace.filter((call) => call !== undefined);
  const moved = known.find((call) => trace.calls[call] !== undefined && moves(trace.calls[call]));
  return moved ?? known.at(-1);
}

function sameSite(left: Site, right: Site): boolean {
  return (
    left.call === right.call && left.file === right.file && left.line === right.line && left.column === right.column
  );
}
