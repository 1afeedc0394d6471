import type { InboundRequest, IncomingResponse, OutgoingRequest, Probe } from "../evidence/probe.ts";
import { countFailure, guarded } from "../guard.ts";
import type { Operation, Root } from "../operation.ts";

type OperationFacts = ReturnType<Probe["facts"]>;
type RootFacts = ReturnType<Probe["rootFacts"]>;

/** All probes as one; a probe that fails is counted and does not keep the others from working. */
export class ProbeSet implements Probe {
  readonly #probes: readonly Probe[];
  /** Those that want to be around what is not the app's own. */
  readonly #around: readonly Probe[];

  constructor(probes: readonly Probe[]) {
    this.#probes = probes;
    this.#around = probes.filter((probe) => probe.inside !== undefined);
  }

  enter(root: Root, inbound: InboundRequest | undefined): void {
    this.#each((probe) => probe.enter(root, inbound));
  }
  begin(op: Operation, request: OutgoingRequest): void {
    for (const probe of this.#probes) {
      try {
        probe.begin(op, request);
      } catch (error) {
        countFailure("probe", error);
      }
    }
  }
  inside<Result>(op: Operation, run: () => Result): Result {
    if (this.#around.length === 0) return run();
    const once = new Once(run);
    let { run: work } = once;
    for (const probe of this.#around) {
      const inner = work;
      work = () => probe.inside?.(op, inner) as Result;
    }
    try {
      work();
    } catch (error) {
      if (!once.threw(error)) countFailure("probe", error);
    }
    return once.result();
  }
  promised(op: Operation, promise: Promise<unknown>): void {
    for (const probe of this.#probes) {
      try {
        probe.promised(op, promise);
      } catch (error) {
        countFailure("probe", error);
      }
    }
  }
  headers(op: Operation, response: IncomingResponse | undefined): void {
    for (const probe of this.#probes) {
      try {
        probe.headers(op, response);
      } catch (error) {
        countFailure("probe", error);
      }
    }
  }
  bodyPromised(op: Operation, promise: Promise<unknown>): void {
    for (const probe of this.#probes) {
      try {
        probe.bodyPromised(op, promise);
      } catch (error) {
        countFailure("probe", error);
      }
    }
  }
  body(op: Operation, response: IncomingResponse | undefined): void {
    for (const probe of this.#probes) {
      try {
        probe.body(op, response);
      } catch (error) {
        countFailure("probe", error);
      }
    }
  }
  prepare(root: Root, ready: () => void): void {
    const asked = this.#probes.filter((probe) => probe.prepare !== undefined);
    let left = asked.length + 1;
    const done = (): void => {
      left -= 1;
      if (left === 0) ready();
    };
    for (const probe of asked) {
      let answered = false;
      const once = (): void => {
        if (!answered) done();
        answered = true;
      };
      try {
        probe.prepare?.(root, once);
      } catch (error) {
        countFailure("probe", error);
        once();
      }
    }
    done();
  }
  leave(root: Root): void {
    this.#each((probe) => probe.leave(root));
  }
  facts(op: Operation): OperationFacts {
    const facts = {};
    this.#each((probe) => Object.assign(facts, probe.facts(op)));
    return facts;
  }
  rootFacts(root: Root): RootFacts {
    const facts = {};
    this.#each((probe) => Object.assign(facts, probe.rootFacts(root)));
    return facts;
  }

  #each(call: (probe: Probe) => void): void {
    for (const probe of this.#probes) guarded("probe", () => call(probe));
  }
}

/** The app's call inside what may fail around it: made exactly once, and answered with what it gave or threw. */
class Once<Result> {
  readonly #work: () => Result;
  #outcome: { readonly value: Result } | { readonly error: unknown } | undefined;

  constructor(work: () => Result) {
    this.#work = work;
  }

  readonly run = (): Result => {
    try {
      const value = this.#work();
      this.#outcome = { value };
      return value;
    } catch (error) {
      this.#outcome = { error };
      throw error;
    }
  };

  threw(error: unknown): boolean {
    return this.#outcome !== undefined && "error" in this.#outcome && this.#outcome.error === error;
  }

  result(): Result {
    if (this.#outcome === undefined) return this.run();
    if ("error" in this.#outcome) throw this.#outcome.error;
    return this.#outcome.value;
  }
}
