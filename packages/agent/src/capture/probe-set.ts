import type { InboundRequest, IncomingResponse, OutgoingRequest, Probe } from "../evidence/probe.ts";
import { guarded } from "../guard.ts";
import type { Operation, Root } from "../operation.ts";

type OperationFacts = ReturnType<Probe["facts"]>;
type RootFacts = ReturnType<Probe["rootFacts"]>;

/** All probes as one; a probe that fails is counted and does not keep the others from working. */
export class ProbeSet implements Probe {
  readonly #probes: readonly Probe[];

  constructor(probes: readonly Probe[]) {
    this.#probes = probes;
  }

  enter(root: Root, inbound: InboundRequest | undefined): void {
    this.#each((probe) => probe.enter(root, inbound));
  }
  begin(op: Operation, request: OutgoingRequest): void {
    this.#each((probe) => probe.begin(op, request));
  }
  inside<Result>(op: Operation, run: () => Result): Result {
    let work = run;
    for (const probe of this.#probes) {
      const inner = work;
      if (probe.inside !== undefined) work = () => probe.inside?.(op, inner) as Result;
    }
    return work();
  }
  promised(op: Operation, promise: Promise<unknown>): void {
    this.#each((probe) => probe.promised(op, promise));
  }
  headers(op: Operation, response: IncomingResponse | undefined): void {
    this.#each((probe) => probe.headers(op, response));
  }
  bodyPromised(op: Operation, promise: Promise<unknown>): void {
    this.#each((probe) => probe.bodyPromised(op, promise));
  }
  body(op: Operation, response: IncomingResponse | undefined): void {
    this.#each((probe) => probe.body(op, response));
  }
  leave(root: Root): void {
    this.#each((probe) => probe.leave(root));
  }
  facts(op: Operation): OperationFacts {
    let facts: OperationFacts = {};
    this.#each((probe) => {
      facts = { ...facts, ...probe.facts(op) };
    });
    return facts;
  }
  rootFacts(root: Root): RootFacts {
    let facts: RootFacts = {};
    this.#each((probe) => {
      facts = { ...facts, ...probe.rootFacts(root) };
    });
    return facts;
  }

  #each(call: (probe: Probe) => void): void {
    for (const probe of this.#probes) guarded("probe", () => call(probe));
  }
}
