import type { RequestAnalysis, Status } from "@weir/core";

/** Reasons told apart; what comes after is added up under the last one. */
const MAX_REASONS = 50;
const OTHER = "coverage.other";

/**
 * How much of what was seen could be judged. An empty list of findings means something only beside this: clean, or blind?
 */
export class Coverage {
  #requests = 0;
  #judged = 0;
  readonly #reasons = new Map<string, number>();

  add({ edges, request }: RequestAnalysis): void {
    this.#requests += 1;
    const open = edges.filter((edge) => edge.adjacent && edge.verdict === "unknown");
    if (open.length === 0 && request.droppedCalls === 0) {
      this.#judged += 1;
      return;
    }
    const why = new Set(
      open.map(({ from, to, channels }) => {
        const [a, b] = [request.calls[from], request.calls[to]];
        const noSite = a?.frames.length === 0 || b?.frames.length === 0;
        return noSite ? "coverage.no-call-site" : channels.source.reason;
      }),
    );
    if (request.droppedCalls > 0) why.add("coverage.calls-dropped");
    for (const reason of why) this.#count(reason);
  }

  get summary(): Status["coverage"] {
    const reasons = [...this.#reasons].map(([reason, count]) => ({ reason, count }));
    return {
      analysedShare: this.#requests === 0 ? 1 : this.#judged / this.#requests,
      reasons: reasons.sort((a, b) => b.count - a.count),
    };
  }

  #count(reason: string): void {
    const key = this.#reasons.has(reason) || this.#reasons.size < MAX_REASONS ? reason : OTHER;
    this.#reasons.set(key, (this.#reasons.get(key) ?? 0) + 1);
  }
}
