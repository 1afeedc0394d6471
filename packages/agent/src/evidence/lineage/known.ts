import type { Operation } from "../../operation.ts";
import { type Bits, everyBit, hasBit, NO_BITS, or, same, withBit, and } from "./bit-set.ts";
import { RootLog } from "./run-log.ts";

/** Operations of one root that lineage can tell apart; the evidence span carries no more than this anyway. */
export const MAX_TRACKED = 120;

/** Distinct sets one root may make before it gives up; a page of 120 calls makes a few hundred. */
export const MAX_SETS = 2048;

const ANYTHING = everyBit(MAX_TRACKED * 2);

/**
 * What running code knows of its root's operations, as an interval: `must` had certainly settled on the way here,
 * `may` bounds what could have. Only where the two are one can anything be said about an operation that starts here.
 * Immutable and interned per root, so equal sets are one object.
 */
export interface Known {
  readonly sets: KnownSets;
  readonly id: number;
  readonly must: Bits;
  /** The same array as `must` where nothing is in doubt. */
  readonly may: Bits;
  /** Known to what runs inside an operation (the framework's and the runtime's own work for it), not to its caller. */
  readonly inner: boolean;
  /** The same knowledge held inside an operation, once asked for. */
  inside: Known | undefined;
}

/** All sets of one sampled root. Sets of different roots are never combined: callers compare `sets` first. */
export class KnownSets {
  /** Requests inside one another in one process (a proxy and the page behind it) are one trace and share their sets. */
  readonly trace: string;
  users = 1;
  /** The root is over: its sets count as no knowledge at all from here on. */
  over = false;
  /** Sets that could not be made because `MAX_SETS` was reached. */
  dropped = 0;
  readonly empty: Known;
  readonly log: RootLog = new RootLog();
  #tracked = 0;
  readonly #operations: Operation[] = [];
  #settled: Bits = NO_BITS;
  readonly #interned = new Map<number | string, Known>();
  readonly #unions = new Map<number, Known>();
  readonly #lost: Known;

  constructor(trace: string) {
    this.trace = trace;
    this.empty = this.#intern(NO_BITS, NO_BITS, false);
    this.#lost = { ...this.empty, id: MAX_SETS, may: ANYTHING };
  }

  /** Gives the operation its bits; -1 when there are none left, and then nothing is ever said about it. */
  track(operation: Operation): number {
    if (this.#tracked >= MAX_TRACKED) return -1;
    this.#operations.push(operation);
    return this.#tracked++;
  }

  /** `known` and also the headers (and the body) of the operation at `index`. */
  learn(known: Known, index: number, body: boolean): Known {
    const learned = (bits: Bits): Bits =>
      body ? withBit(withBit(bits, index * 2), index * 2 + 1) : withBit(bits, index * 2);
    const must = learned(known.must);
    return this.#intern(must, known.may === known.must ? must : learned(known.may), known.inner);
  }

  /** The same knowledge, held inside an operation. */
  inside(known: Known): Known {
    return (known.inside ??= this.#intern(known.must, known.may, true));
  }

  /** Notes that the operation's headers (and body) have settled anywhere: the upper bound of what code could know. */
  settle(index: number, body: boolean): void {
    this.#settled = withBit(this.#settled, index * 2);
    if (body) this.#settled = withBit(this.#settled, index * 2 + 1);
  }

  /** What both know, held by `a`. Used where code went on because of the one *and* the other. */
  union(a: Known, b: Known): Known {
    if (a === b || b === this.empty) return a;
    if (a === this.empty && !b.inner) return b;
    const key = a.id * (MAX_SETS + 1) + b.id;
    let joined = this.#unions.get(key);
    if (joined === undefined) {
      const must = or(a.must, b.must);
      joined = this.#intern(must, or(a.may, b.may), a.inner);
      if (this.#unions.size < MAX_SETS * 4) this.#unions.set(key, joined);
    }
    return joined;
  }

  /** Code went on because of one *or* the other, and it cannot be seen of which. */
  either(a: Known, b: Known): Known {
    if (a === b) return a;
    const may = or(a.may, b.may);
    return this.#intern(and(a.must, b.must), may, a.inner);
  }

  /** At least what `known` says, at most everything that has settled in this root so far. */
  atLeast(known: Known): Known {
    return this.#intern(known.must, or(known.may, this.#settled), false);
  }

  /** `known`, but it may also know what `other` may. */
  doubt(known: Known, other: Known): Known {
    return other === known ? known : this.#intern(known.must, or(known.may, other.may), known.inner);
  }

  /** Sequence numbers of the operations whose headers / body `known` has; `undefined` where that is in doubt. */
  read(known: Known): { readonly headers: number[]; readonly bodies: number[] } | undefined {
    if (known.may !== known.must) return undefined;
    const headers: number[] = [];
    const bodies: number[] = [];
    for (const [index, operation] of this.#operations.entries()) {
      if (hasBit(known.must, index * 2)) headers.push(operation.sequence);
      if (hasBit(known.must, index * 2 + 1)) bodies.push(operation.sequence);
    }
    return { headers, bodies };
  }

  /** One root less; the last one frees what was kept. Promises that outlive it hold on to an empty shell. */
  leave(): void {
    if (--this.users > 0) return;
    this.over = true;
    this.#interned.clear();
    this.#unions.clear();
    this.#operations.length = 0;
    this.log.clear();
  }

  #intern(must: Bits, may: Bits, inner: boolean): Known {
    const exact = must === may || same(must, may);
    const key = keyOf(must, exact ? must : may, inner);
    const existing = this.#interned.get(key);
    if (existing !== undefined) return existing;
    if (this.#interned.size >= MAX_SETS) {
      this.dropped++;
      return this.#lost;
    }
    const id = this.#interned.size;
    const known: Known = { sets: this, id, must, may: exact ? must : may, inner, inside: undefined };
    this.#interned.set(key, known);
    return known;
  }
}

/** A number where one word says it all, as it does for the first calls of every request. */
function keyOf(must: Bits, may: Bits, inner: boolean): number | string {
  if (must === may && must.length <= 1) return (must[0] ?? 0) * 2 + (inner ? 1 : 0);
  return `${inner ? "i" : ""}${must.join()}${must === may ? "" : `|${may.join()}`}`;
}
