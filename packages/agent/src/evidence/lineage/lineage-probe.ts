import { EVIDENCE, OPERATION } from "@weir/core/wire";
import type { Operation, Root } from "../../operation.ts";
import type { Probe } from "../probe.ts";
import { carryPatches, microtaskPatch } from "./carry.ts";
import { VectorClock } from "./clock.ts";
import { joinPatches } from "./joins.ts";
import { KnownSets } from "./known.ts";
import { Patches } from "./patches.ts";
import { hooksUnusable } from "./promise-hooks.ts";
import { reactTasksPatch } from "./react-tasks.ts";
import { handedOver, live } from "./received.ts";
import { type Part, Tracking } from "./tracking.ts";

/** Roots tracked at a time; further ones have no lineage. A sampled share of many more is what sampling is for. */
export const MAX_ROOTS = 1024;

/** Promise hooks and globals belong to the process, and development servers load a module again after each edit. */
const ONE_PER_PROCESS: unique symbol = Symbol.for("@weir/agent/lineage");

export interface LineageProbe extends Probe {
  /** Why this runtime has no lineage; absent where it works. */
  readonly off?: string;
  /** Roots not tracked because `MAX_ROOTS` were. */
  readonly droppedRoots: number;
}

interface TrackedRoot {
  readonly sets: KnownSets;
  readonly failuresBefore: number;
  readonly operations: Map<Operation, Tracking>;
  isClosed: boolean;
  /** Read when nothing more was recorded of it. */
  told: Told | undefined;
}

type LineageFacts = Readonly<Record<string, boolean | readonly number[]>>;

interface Told {
  readonly trusted: boolean;
  readonly facts: ReadonlyMap<Operation, LineageFacts>;
}

/**
 * Finds which operations had settled on the chain of continuations that led to each operation: its waits-on set, exact
 * or reported as unobserved, never guessed.
 *
 * What the caller must keep to:
 * - `enter(root)` runs synchronously in the code all of the root's work descends from, before any of it has begun:
 *   Next in `SpanProcessor.onStart` of the SERVER span (the handler runs inside the same `tracer.trace`), SvelteKit in
 *   `onStart` of `sveltekit.handle.root`. Entered elsewhere, the operations are unobserved, not wrong.
 * - `begin(op)` runs in the caller's frame; `promised` and `bodyPromised` get the very promises the caller gets, before
 *   it gets them. Where there is no promise (`http.request`), `headers` and `body` run synchronously before the
 *   application's own listeners do.
 * - `inside(op, run)` goes around what the framework does for the operation, the original `fetch` or body reader, and
 *   around the agent's own watching of it.
 * - `prepare(root)` says that nothing more is recorded, and `leave(root)` is called once for every `enter`: hooks run as
 *   long as more may be recorded of any root.
 *
 * Costs nothing between sampled roots but a few wrappers that pass through; about 20 ns per promise while one is.
 */
export function lineageProbe(): LineageProbe {
  const shared = globalThis as { [ONE_PER_PROCESS]?: LineageProbe };
  const off = hooksUnusable();
  return (shared[ONE_PER_PROCESS] ??= off === undefined ? new PromiseLineage() : new NoLineage(off));
}

class PromiseLineage implements LineageProbe {
  droppedRoots = 0;
  readonly #roots = new Map<Root, TrackedRoot>();
  /** Roots of which more may be recorded. */
  #open = 0;
  readonly #clock: VectorClock;
  readonly #patches: Patches;

  constructor() {
    this.#clock = new VectorClock({ microtask: globalThis.queueMicrotask, tick: process.nextTick.bind(process) });
    this.#patches = new Patches([
      ...joinPatches(this.#clock),
      ...carryPatches(this.#clock),
      reactTasksPatch(this.#clock),
    ]);
    new Patches([microtaskPatch(this.#clock)]).install();
  }

  enter(root: Root): void {
    if (this.#roots.has(root)) return;
    if (this.#roots.size >= MAX_ROOTS) {
      this.droppedRoots++;
      return;
    }
    const outer = live(this.#clock.current)?.sets;
    const inside = outer?.trace === root.traceId;
    const before = inside ? outer : root.second === true ? this.#setsOf(root.traceId) : undefined;
    const sets = before ?? new KnownSets(root.traceId);
    // Of a first root that is over nobody can say any more what this one's work waited for.
    const trusted = root.second !== true || before !== undefined;
    this.#roots.set(root, {
      sets,
      failuresBefore: trusted ? this.#clock.failures : Number.NaN,
      operations: new Map(),
      isClosed: false,
      told: undefined,
    });
    this.#open += 1;
    if (before !== undefined) {
      sets.users++;
      if (!inside) this.#clock.adopt(sets.atLeast(sets.empty));
      return;
    }
    if (!this.#clock.running) {
      this.#clock.start();
      this.#patches.install();
    }
    this.#clock.adopt(sets.empty);
  }

  begin(operation: Operation): void {
    const root = this.#roots.get(operation.root);
    if (root === undefined || root.isClosed) return;
    const tracking = new Tracking(root.sets, operation, this.#clock.current);
    root.operations.set(operation, tracking);
    if (this.#clock.current !== tracking.began) this.#clock.adopt(tracking.began);
  }

  inside<Result>(operation: Operation, run: () => Result): Result {
    const tracking = this.#trackingOf(operation);
    const { current } = this.#clock;
    if (tracking === undefined || current === null || current.sets !== tracking.sets) return run();
    this.#clock.push(current.sets.inside(current));
    try {
      return run();
    } finally {
      this.#clock.pop();
    }
  }

  promised(operation: Operation, promise: Promise<unknown>): void {
    const tracking = this.#trackingOf(operation);
    if (tracking !== undefined) this.#own(promise, tracking.response);
  }

  headers(operation: Operation): void {
    this.#settle(operation, (tracking) => tracking.response);
  }

  bodyPromised(operation: Operation, promise: Promise<unknown>): void {
    const tracking = this.#trackingOf(operation);
    if (tracking !== undefined) this.#own(promise, tracking.body);
  }

  body(operation: Operation): void {
    this.#settle(operation, (tracking) => tracking.body);
  }

  leave(root: Root): void {
    const tracked = this.#roots.get(root);
    if (tracked === undefined) return;
    this.#roots.delete(root);
    this.#close(tracked);
  }

  /** Nothing more is recorded of the root: what its operations waited for is read now, so that the hooks need not run on. */
  prepare(root: Root, ready: () => void): void {
    const tracked = this.#roots.get(root);
    if (tracked !== undefined && tracked.told === undefined) {
      tracked.told = this.#told(tracked);
      this.#close(tracked);
    }
    ready();
  }

  #close(tracked: TrackedRoot): void {
    if (tracked.isClosed) return;
    tracked.isClosed = true;
    tracked.sets.leave();
    this.#open -= 1;
    // The wrappers stay: taking them out and putting them in again costs every call through them its optimised code.
    if (this.#open === 0) this.#clock.stop();
  }

  facts(operation: Operation): LineageFacts {
    const tracked = this.#roots.get(operation.root);
    return tracked?.told === undefined ? this.#factsOf(tracked, operation) : (tracked.told.facts.get(operation) ?? {});
  }

  rootFacts(root: Root): Readonly<Record<string, boolean>> {
    const tracked = this.#roots.get(root);
    return { [EVIDENCE.hasLineage]: tracked?.told?.trusted ?? this.#trusted(tracked) };
  }

  #told(tracked: TrackedRoot): Told {
    const facts = new Map<Operation, LineageFacts>();
    for (const operation of tracked.operations.keys()) facts.set(operation, this.#factsOf(tracked, operation));
    return { trusted: this.#trusted(tracked), facts };
  }

  #factsOf(tracked: TrackedRoot | undefined, operation: Operation): LineageFacts {
    const tracking = tracked?.operations.get(operation);
    if (tracking === undefined) return {};
    const waits = this.#trusted(tracked) ? tracking.waits() : undefined;
    if (waits === undefined) return { [OPERATION.lineage]: false };
    return {
      [OPERATION.lineage]: true,
      [OPERATION.waitsHeaders]: waits.headers,
      [OPERATION.waitsBody]: waits.bodies,
    };
  }

  #trackingOf(operation: Operation): Tracking | undefined {
    const tracked = this.#roots.get(operation.root);
    return tracked === undefined || tracked.isClosed ? undefined : tracked.operations.get(operation);
  }

  #setsOf(trace: string): KnownSets | undefined {
    for (const { sets } of this.#roots.values()) if (sets.trace === trace && !sets.over) return sets;
    return undefined;
  }

  #trusted(tracked: TrackedRoot | undefined): boolean {
    return tracked?.failuresBefore === this.#clock.failures;
  }

  #own(promise: Promise<unknown>, part: Part): void {
    const mark = this.#clock.mark(promise);
    if (mark === undefined) return;
    mark.owned = part;
    part.mark = mark;
  }

  #settle(operation: Operation, part: (tracking: Tracking) => Part): void {
    const tracking = this.#trackingOf(operation);
    if (tracking === undefined || tracking.sets.over) return;
    const settled = part(tracking);
    const known = settled.settled();
    // A promise that had settled before it was handed to us (answered from a cache) learns it here.
    if (settled.mark !== undefined) settled.mark.set = handedOver(settled.mark.set, known);
    // For callers that get no promise: from here until its callback ends, the running code knows.
    this.#clock.adopt(known);
  }
}

class NoLineage implements LineageProbe {
  readonly droppedRoots = 0;
  readonly off: string;

  constructor(off: string) {
    this.off = off;
  }

  enter(): void {}
  begin(): void {}
  promised(): void {}
  headers(): void {}
  bodyPromised(): void {}
  body(): void {}
  leave(): void {}

  facts(): Readonly<Record<string, never>> {
    return {};
  }

  rootFacts(): Readonly<Record<string, boolean>> {
    return { [EVIDENCE.hasLineage]: false };
  }
}
