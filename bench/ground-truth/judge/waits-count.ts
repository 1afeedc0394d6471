import type { RequestAnalysis } from "@weir/core";
import { LabelIndex } from "../replay/label-index.ts";
import type { Case } from "../truth/case.ts";

/** How often lineage was right about "B waited for A", over labelled pairs of requests. */
export class WaitsCount {
  waitingAndSaid = 0;
  waitingNotSaid = 0;
  notWaitingButSaid = 0;
  notWaitingNotSaid = 0;
  /** Pairs without lineage: the agent did not record it, or it is left out. */
  unrecorded = 0;
  readonly wrong = new Map<string, number>();

  add(one: Case, { request, edges }: RequestAnalysis): void {
    const index = new LabelIndex(one, request.calls);
    for (const edge of edges) {
      const [from, to] = [request.calls[edge.from], request.calls[edge.to]];
      if (!edge.adjacent || from === undefined || to === undefined) continue;
      const label = index.of(from, to);
      if (label === undefined) continue;
      if (to.lineage === undefined) {
        this.unrecorded += 1;
        continue;
      }
      const said = to.lineage.headers.includes(from.index) || to.lineage.bodies.includes(from.index);
      this.#count(label.truth !== "not-waiting", said, `${one.id}: ${label.before} -> ${label.after}`);
    }
  }

  #count(waits: boolean, said: boolean, where: string): void {
    if (waits && said) this.waitingAndSaid += 1;
    else if (waits) this.waitingNotSaid += 1;
    else if (said) this.notWaitingButSaid += 1;
    else this.notWaitingNotSaid += 1;
    if (waits !== said) this.wrong.set(where, (this.wrong.get(where) ?? 0) + 1);
  }
}
