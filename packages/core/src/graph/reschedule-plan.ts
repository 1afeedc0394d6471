import type { Call } from "../model/call.ts";
import type { Interval } from "../model/interval.ts";
import type { Micros } from "../model/time.ts";
import type { OrderedPair } from "./ordered-pairs.ts";

/** A call that came before, and how long after its own start the later one could begin. */
export interface Release {
  readonly call: number;
  /** Its length; or the time to its headers, where the later call waited for these only. */
  readonly after: Micros;
  readonly wholeCall: boolean;
}

/** What one call waits for in the graph that is left. */
export interface Planned {
  readonly kept: readonly Release[];
  readonly removed: readonly Release[];
  /** The server's own work between the last predecessor's end and the start; 0 for a call that nothing precedes. */
  readonly gap: Micros;
  /** The call that work followed. */
  readonly behind: Release | undefined;
}

export function planOf(
  request: Interval,
  calls: readonly Call[],
  pairs: readonly OrderedPair[],
  removed: ReadonlySet<OrderedPair>,
): readonly Planned[] {
  const kept: Release[][] = calls.map(() => []);
  const gone: Release[][] = calls.map(() => []);
  for (const pair of pairs) {
    const release = releaseOf(calls[pair.from], calls[pair.to]);
    if (release !== undefined) (removed.has(pair) ? gone : kept)[pair.to]?.push(release);
  }
  const momentOf = ({ call, after }: Release): Micros => (calls[call]?.start ?? 0) + after;
  return calls.map((call, index) => {
    const before = [...(kept[index] ?? []), ...(gone[index] ?? [])];
    const behind = before.reduce<Release | undefined>(
      (last, release) => (last === undefined || momentOf(release) > momentOf(last) ? release : last),
      undefined,
    );
    const from = behind === undefined ? call.start : Math.max(request.start, momentOf(behind));
    return { kept: kept[index] ?? [], removed: gone[index] ?? [], gap: Math.max(0, call.start - from), behind };
  });
}

/** A later call that began while the earlier one's body was still coming waited for its headers. */
function releaseOf(from: Call | undefined, to: Call | undefined): Release | undefined {
  if (from === undefined || to === undefined) return undefined;
  const wholeCall = from.headers === undefined || from.end <= to.start || from.headers > to.start;
  const at = wholeCall ? from.end : from.headers;
  return { call: from.index, after: at - from.start, wholeCall };
}
