import type { InboundRequest, IncomingResponse, OutgoingRequest, Probe } from "../evidence/probe.ts";
import { countFailure, guarded, guardedAround } from "../guard.ts";
import type { Operation, Root } from "../operation.ts";

type OperationFacts = ReturnType<Probe["facts"]>;
type RootFacts = ReturnType<Probe["rootFacts"]>;

/** All probes as one; a probe that fails is counted and does not keep the others from working. */
export class ProbeSet implements Probe {
  readonly #probes: readonly Probe[];
  /** Those that want to be around what is not the app's own. */
  readonly #around: readonly Probe[];
  /** Requests of which a probe missed something: nothing it says of them is to be believed. */
  readonly #missed = new WeakSet<object>();

  constructor(probes: readonly Probe[]) {
    this.#probes = probes;
    this.#around = probes.filter((probe) => probe.inside !== undefined);
  }

  enter(root: Root, inbound: InboundRequest | undefined): void {
    for (const probe of this.#probes) {
      try {
        probe.enter(root, inbound);
      } catch (error) {
        this.#miss(root, error);
      }
    }
  }
  begin(op: Operation, request: OutgoingRequest): void {
    for (const probe of this.#probes) {
      try {
        probe.begin(op, request);
      } catch (error) {
        this.#miss(op.root, error);
      }
    }
  }
  inside<Result>(op: Operation, run: () => Result): Result {
    if (this.#around.length === 0) return run();
    const all = (made: () => Result): Result => {
      let work = made;
      for (const probe of this.#around) {
        const inner = work;
        work = () => probe.inside?.(op, inner) as Result;
      }
      return work();
    };
    return guardedAround("probe", all, run, (error) => this.#miss(op.root, error));
  }
  promised(op: Operation, promise: Promise<unknown>): void {
    for (const probe of this.#probes) {
      try {
        probe.promised(op, promise);
      } catch (error) {
        this.#miss(op.root, error);
      }
    }
  }
  headers(op: Operation, response: IncomingResponse | undefined): void {
    for (const probe of this.#probes) {
      try {
        probe.headers(op, response);
      } catch (error) {
        this.#miss(op.root, error);
      }
    }
  }
  bodyPromised(op: Operation, promise: Promise<unknown>): void {
    for (const probe of this.#probes) {
      try {
        probe.bodyPromised(op, promise);
      } catch (error) {
        this.#miss(op.root, error);
      }
    }
  }
  body(op: Operation, response: IncomingResponse | undefined): void {
    for (const probe of this.#probes) {
      try {
        probe.body(op, response);
      } catch (error) {
        this.#miss(op.root, error);
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
    this.#tell(op.root, (probe) => Object.assign(facts, probe.facts(op)));
    return this.#missed.has(op.root) ? {} : facts;
  }
  rootFacts(root: Root): RootFacts {
    const facts = {};
    this.#tell(root, (probe) => Object.assign(facts, probe.rootFacts(root)));
    return this.#missed.has(root) ? {} : facts;
  }

  #tell(root: Root, call: (probe: Probe) => void): void {
    if (this.#missed.has(root)) return;
    for (const probe of this.#probes) {
      try {
        call(probe);
      } catch (error) {
        this.#miss(root, error);
      }
    }
  }

  #miss(root: Root, error: unknown): void {
    countFailure("probe", error);
    this.#missed.add(root);
  }

  #each(call: (probe: Probe) => void): void {
    for (const probe of this.#probes) guarded("probe", () => call(probe));
  }
}
