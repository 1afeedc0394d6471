import { Outcomes } from "../evidence/outcomes.ts";
import type { ProfileBuilder } from "../evidence/profile.ts";
import { BESIDE_FIELD } from "../evidence/waits-on.ts";
import type { OrderedPairs } from "../graph/ordered-pairs.ts";
import type { Call } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import type { Tally } from "./request-analysis.ts";
import { pairKey } from "./site-keys.ts";

/** How often each site was made in a request; calls nobody waited for are left out. */
export function timesMade(request: Request, sites: readonly string[]): ReadonlyMap<string, number> {
  const made = new Map<string, number>();
  request.calls.forEach((call, index) => {
    const site = sites[index];
    if (site !== undefined && !call.background) made.set(site, (made.get(site) ?? 0) + 1);
  });
  return made;
}

/** Of each site made exactly once, how it ended. Held against the pair's own counts it tells how often B was missing. */
export function siteTallies(request: Request, sites: readonly string[]): readonly Tally[] {
  const outcomes = new Outcomes(request);
  return madeOnce(request, sites).map((call) => ({ pair: sites[call.index] ?? "", observed: outcomes.tally(call) }));
}

/** Of sites made exactly once, the pairs of which neither waited for the other here. */
export function besideOf(request: Request, sites: readonly string[], { pairs, left }: OrderedPairs): readonly Tally[] {
  const outcomes = new Outcomes(request);
  const single = madeOnce(request, sites);
  const ordered = new Set(pairs.map(({ from, to }) => from * request.calls.length + to));
  left.forEach((list, to) => list.forEach((from) => ordered.add(from * request.calls.length + to)));
  const tallies: Tally[] = [];
  for (const from of single) {
    for (const to of single) {
      if (from === to || ordered.has(from.index * request.calls.length + to.index)) continue;
      const pair = pairKey(sites[from.index] ?? "", sites[to.index] ?? "");
      // B was made, only not after A: it is not missing, whatever A's outcome was.
      const observed: ProfileBuilder = new Map([[BESIDE_FIELD, 1]]);
      outcomes.observe(observed, from);
      tallies.push({ pair, observed });
    }
  }
  return tallies;
}

function madeOnce(request: Request, sites: readonly string[]): readonly Call[] {
  const made = timesMade(request, sites);
  return request.calls.filter((call, index) => !call.background && made.get(sites[index] ?? "") === 1);
}
