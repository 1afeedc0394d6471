import { Outcomes } from "../evidence/outcomes.ts";
import type { ProfileBuilder } from "../evidence/profile.ts";
import { BESIDE_FIELD } from "../evidence/waits-on.ts";
import type { OrderedPairs } from "../graph/ordered-pairs.ts";
import type { Request } from "../model/request.ts";
import type { PairProfile, Tally } from "./request-analysis.ts";
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

/**
 * What a request says beside its ordered pairs:
 * - of each site made exactly once, how it ended. Held against the pair's own counts it tells how often B was missing.
 * - of pairs known to be serial elsewhere, that here neither waited for the other. Only known ones: a request with twenty
 *   parallel calls would otherwise write two hundred counts that say nothing.
 */
export function talliesOf(
  request: Request,
  sites: readonly string[],
  { pairs, left }: OrderedPairs,
  profile: (key: string) => PairProfile,
): readonly Tally[] {
  const outcomes = new Outcomes(request);
  const made = timesMade(request, sites);
  const single = request.calls.filter((call, index) => !call.background && made.get(sites[index] ?? "") === 1);
  const ordered = new Set(pairs.map(({ from, to }) => from * request.calls.length + to));
  left.forEach((list, to) => list.forEach((from) => ordered.add(from * request.calls.length + to)));
  const tallies: Tally[] = single.map((call) => ({
    pair: sites[call.index] ?? "",
    observed: outcomes.tally(call),
  }));
  for (const from of single) {
    for (const to of single) {
      if (from === to || ordered.has(from.index * request.calls.length + to.index)) continue;
      const pair = pairKey(sites[from.index] ?? "", sites[to.index] ?? "");
      if (profile(pair).size === 0) continue;
      // B was made, only not after A: it is not missing, whatever A's outcome was.
      const observed: ProfileBuilder = new Map([[BESIDE_FIELD, 1]]);
      outcomes.observe(observed, from);
      tallies.push({ pair, observed });
    }
  }
  return tallies;
}
