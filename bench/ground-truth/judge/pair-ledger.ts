import type { RequestAnalysis } from "@weir/core";
import { LabelIndex } from "../replay/label-index.ts";
import type { Case, LabelledWait } from "../truth/case.ts";
import { CHECKPOINTS } from "./checkpoints.ts";
import type { Claim, Method } from "./claim.ts";

/** What was said of one label after so many requests. */
export interface LabelState {
  /** Requests in which the pair was seen. */
  readonly seen: number;
  /** In the latest of them, every such pair was called needless. */
  readonly flagged: boolean;
  /** In any of them, any such pair was called needless. */
  readonly ever: boolean;
  /** Requests of the route until the pair was called needless for good; undefined while it is not. */
  readonly needed: number | undefined;
  /** The latest that was said. */
  readonly verdict: string;
  readonly tier: string;
  readonly reasons: readonly string[];
}

export interface CaseState {
  readonly n: number;
  /** By position in the case's `waits`. */
  readonly labels: readonly LabelState[];
  /** Pairs called needless that the case does not label: counted against the method. */
  readonly unlabelled: readonly string[];
}

const UNSEEN: LabelState = {
  seen: 0,
  flagged: false,
  ever: false,
  needed: undefined,
  verdict: "-",
  tier: "-",
  reasons: [],
};

/** What one method said of one case's pairs, request for request. */
export class PairLedger {
  readonly #case: Case;
  readonly #method: Method;
  readonly #states: LabelState[];
  readonly #unlabelled = new Set<string>();
  readonly #snapshots: CaseState[] = [];
  #n = 0;

  constructor(one: Case, method: Method) {
    this.#case = one;
    this.#method = method;
    this.#states = one.waits.map(() => UNSEEN);
  }

  /** States after 1, 10, … requests, as far as there were so many. */
  get snapshots(): readonly CaseState[] {
    return this.#snapshots;
  }

  get latest(): CaseState {
    return { n: this.#n, labels: [...this.#states], unlabelled: [...this.#unlabelled] };
  }

  /**
   * A pair with a call between its two is what a fix of all three needs to know of as well: it is judged where a label
   * speaks of it and no pair of that label follows directly.
   */
  add(analysis: RequestAnalysis, index: LabelIndex = new LabelIndex(this.#case, analysis.request.calls)): void {
    this.#n += 1;
    const said = new Map<LabelledWait, Claim[]>();
    for (const claim of this.#method(analysis)) {
      const label = index.of(claim.from, claim.to);
      if (label !== undefined) said.set(label, [...(said.get(label) ?? []), claim]);
      else if (claim.flagged && claim.adjacent)
        this.#unlabelled.add(`${claim.from.method} ${claim.from.target} -> ${claim.to.method} ${claim.to.target}`);
    }
    this.#case.waits.forEach((label, at) => {
      const claims = said.get(label);
      if (claims !== undefined) this.#states[at] = next(this.#states[at] ?? UNSEEN, claims, this.#n);
    });
    if (CHECKPOINTS.includes(this.#n)) this.#snapshots.push(this.latest);
  }
}

function next(before: LabelState, all: readonly Claim[], n: number): LabelState {
  const direct = all.filter(({ adjacent }) => adjacent);
  const claims = direct.length > 0 ? direct : all;
  const flagged = claims.every((claim) => claim.flagged);
  const shown = claims.find((claim) => claim.flagged !== flagged) ?? claims[0];
  return {
    seen: before.seen + 1,
    flagged,
    ever: before.ever || claims.some((claim) => claim.flagged),
    needed: flagged ? (before.needed ?? n) : undefined,
    verdict: shown?.verdict ?? "-",
    tier: shown?.tier ?? "-",
    reasons: shown?.reasons ?? [],
  };
}
