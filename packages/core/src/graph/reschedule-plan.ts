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
  /** The call that work followed, and the observed moment it began. Of two that ended together, the later started. */
  readonly behind: (Release & { readonly moment: Micros }) | undefined;
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
  return calls.map((call, index) => {
    const behind = lastReleased([...(kept[index] ?? []), ...(gone[index] ?? [])], calls);
    const from = behind === undefined ? call.start : Math.max(request.start, behind.moment);
    return { kept: kept[index] ?? [], removed: gone[index] ?? [], gap: Math.max(0, call.start - from), behind };
  });
}

function lastReleased(releases: readonly Release[], calls: readonly Call[]): Planned["behind"] {
  let last: Planned["behind"];
  for (const release of releases) {
    const start = calls[release.call]?.start ?? 0;
    const moment = start + release.after;
    const lastStart = last === undefined ? -Infinity : (calls[last.call]?.start ?? 0);
    if (last === undefined || moment > last.moment || (moment === last.moment && start > lastStart)) {
      last = { ...release, moment };
    }
  }
  return last;
}

/** A later call that began while the earlier one's body was still coming waited for its headers. */
function releaseOf(from: Call | undefined, to: Call | undefined): Release | undefined {
  if (from === undefined || to === undefined) return undefined;
  const wholeCall = from.headers === undefined || from.end <= to.start || from.headers > to.start;
  const at = wholeCall ? from.end : from.headers;
  return { call: from.index, after: at - from.start, wholeCall };
}
