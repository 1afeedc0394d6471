import { asSaid, type Override, type PairProfile } from "@weir/core";

const NONE: ReadonlySet<string> = new Set();

/** What people said about calls and have not taken back, ready to be asked about one pair after the other. */
export class InForce {
  readonly #needed = new Map<string, Set<string>>();
  readonly #reads = new Map<string, Set<string>>();
  /** Services about which something was taken back: what was counted meanwhile has to be looked through. */
  readonly #withdrawn = new Set<string>();

  constructor(overrides: Iterable<Override>) {
    for (const { service, says, pair, call, withdrawnAt } of overrides) {
      if (withdrawnAt !== undefined) this.#withdrawn.add(service);
      if (withdrawnAt !== undefined) continue;
      if (says === "needed" && pair !== undefined) add(this.#needed, service, pair);
      if (says === "reads" && call !== undefined) add(this.#reads, service, call);
    }
  }

  /** Labels of calls of a service that only read. */
  reads(service: string): ReadonlySet<string> {
    return this.#reads.get(service) ?? NONE;
  }

  isAbout(service: string): boolean {
    return this.#needed.has(service) || this.#reads.has(service) || this.#withdrawn.has(service);
  }

  /** Evidence about a pair of calls as it counts after what was said; `labels` are those of its two calls. */
  heeded(service: string, pair: string, labels: readonly [string, string], profile: PairProfile): PairProfile {
    if (!this.isAbout(service)) return profile;
    const reads = this.reads(service);
    const [earlier, later] = labels;
    return asSaid(profile, {
      needed: this.#needed.get(service)?.has(pair) === true,
      earlierReads: reads.has(earlier),
      laterReads: reads.has(later),
    });
  }
}

function add(sets: Map<string, Set<string>>, service: string, text: string): void {
  sets.set(service, (sets.get(service) ?? new Set()).add(text));
}
