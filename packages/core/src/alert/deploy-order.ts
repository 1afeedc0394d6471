/** Requests counted for one version. */
export interface VersionCount {
  readonly version: string;
  readonly requests: number;
}

/** A stretch of deploys in which a pattern was seen, was gone, or was back, and the version that began it. */
export interface Stretch {
  readonly kind: "seen" | "absent" | "back";
  readonly version: string;
}

export interface StretchPolicy {
  /** Requests of newer versions without the pattern after which it is gone. */
  readonly resolveAfter: number;
  /** Requests that must show it in a version after that before it is back. */
  readonly regressAfter: number;
}

/**
 * Walks versions in the order of their deploys, oldest first. Enough requests of the same routes without the pattern:
 * absent. Seen again often enough in a version deployed after that: back. What old pods still do counts for their own
 * old version, so it can neither undo a fix nor be one.
 *
 *     deploys   A      B      C      D
 *     shows it  .    #####    .    #####
 *               -    seen   absent back
 */
export function stretchesOf(
  versions: readonly { readonly version: string }[],
  seen: readonly VersionCount[],
  traffic: readonly VersionCount[],
  policy: StretchPolicy,
): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let quiet = 0;
  for (const { version } of versions) {
    const hits = requestsOf(seen, version);
    const last = stretches.at(-1)?.kind;
    if (hits === 0) {
      quiet += requestsOf(traffic, version);
      if (last !== undefined && last !== "absent" && quiet >= policy.resolveAfter) {
        stretches.push({ kind: "absent", version });
      }
      continue;
    }
    quiet = 0;
    if (last === undefined) stretches.push({ kind: "seen", version });
    else if (last === "absent" && hits >= policy.regressAfter) stretches.push({ kind: "back", version });
  }
  return stretches;
}

function requestsOf(counts: readonly VersionCount[], version: string): number {
  return counts.reduce((sum, count) => (count.version === version ? sum + count.requests : sum), 0);
}
