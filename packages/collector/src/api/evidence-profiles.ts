import { mergeProfiles, type PairProfile, siteOfPair } from "@weir/core";
import { DAY_MS } from "../store/day.ts";
import type { App, CounterAggregate, CounterQuery, Store, VersionAggregate } from "../store/port.ts";
import { MAX_LOOKBACK_MS } from "./window.ts";

/** Evidence of a build without a version is trusted for so long: nobody can say when its code changed. */
const UNVERSIONED_EVIDENCE_MS = 7 * DAY_MS;

/** Evidence about pairs of one app, kept apart per version: it expires with the deploy. */
export class EvidenceProfiles {
  readonly #profiles = new Map<string, PairProfile>();

  add(rows: readonly CounterAggregate[]): void {
    for (const { version, key, fields } of rows) {
      const id = idOf(version, key);
      const known = this.#profiles.get(id);
      this.#profiles.set(id, known === undefined ? fields : mergeProfiles(known, fields));
    }
  }

  /** Of the pair and of its earlier site, whose failures say what the pair alone cannot. */
  of(version: string, pair: string): PairProfile | undefined {
    const own = this.#profiles.get(idOf(version, pair));
    const site = this.#profiles.get(idOf(version, siteOfPair(pair)));
    return own === undefined || site === undefined ? own : mergeProfiles(site, own);
  }
}

/** What was ever counted of these pairs, or of all pairs of a route, in one version. */
export async function readEvidence(
  store: Store,
  query: App & Pick<CounterQuery, "keys" | "routeKey"> & { readonly version: string },
  now: number,
): Promise<readonly CounterAggregate[]> {
  const lookback = query.version === "" ? UNVERSIONED_EVIDENCE_MS : MAX_LOOKBACK_MS;
  return store.counters({ ...query, kind: "pair", from: now - lookback, to: now + DAY_MS });
}

function idOf(version: string, key: string): string {
  return `${version}\u0000${key}`;
}

/** Of the versions something was seen in, the one deployed last; `""` when none has a name. */
export function newestVersion(
  seen: Iterable<{ readonly version: string }>,
  deployed: readonly VersionAggregate[],
): string {
  const order = new Map(deployed.map(({ version }, index) => [version, index]));
  let newest = { version: "", rank: -1 };
  for (const { version } of seen) {
    const rank = order.get(version) ?? -1;
    if (rank > newest.rank) newest = { version, rank };
  }
  return newest.version;
}
