import type { Node } from "oxc-parser";
import type { Wait } from "./flow.ts";
import type { FunctionNode } from "../syntax/node.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";
import type { RepeatedCalls } from "./repeated-calls.ts";
import type { NamedEffect } from "../packages/call-names.ts";
import { FAILFAST, has, NEEDS, SAID, STATE, type Taint, TOUCHED, OPAQUE, TRIED } from "./taint.ts";
import { nextSerial, type Obj } from "./objects.ts";
import { type Cell, mayBeEqual, type Text } from "./value.ts";
import { Trail } from "./trail.ts";

/** Which places of the source the question is about. */
export interface Question {
  /** The call of A in the common function, and the innermost call of A's stack. */
  readonly from: Node;
  readonly fromSite: Node;
  readonly to: Node;
  readonly toSite: Node;
  /** One call led to both, each time into another function: into which, A and B. */
  readonly ways?: { readonly from: FunctionNode; readonly to: FunctionNode };
}

/** A function of the project that a stack shows behind a call. */
export interface ObservedCallee {
  readonly file: ParsedFile;
  readonly node: FunctionNode;
}

/** What was seen when B started. */
export interface Seen {
  readonly control: Taint;
  readonly args: Taint;
  /** Which function it is that was called. */
  readonly callee: Taint;
  reads: Taint;
  /** What code owes that was not entered, and may have made its request. */
  missed: Taint;
  /** Made behind a write that owes to A: what is read then may be what was written. */
  behindWrite: boolean;
  /** What its innermost call was given, and whatever led there: all that the request itself can owe. */
  site?: Taint;
  readonly wait: Wait;
}

/** What a call did to the world, as far as its name or its options tell. */
export type CallEffect = "read" | "write" | "unknown";

export interface Note {
  readonly reason: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

/**
 * Watches one run: whether A or B is being executed right now, what A touched, and what B met. Off while modules are
 * set up, so that what ran before the request is never blamed on A.
 */
export class Watch {
  readonly question: Question | undefined;
  /** Depth of the calls of A and B now running. */
  inFrom = 0;
  inTo = 0;
  /** Something that owes to A was written elsewhere, and whoever goes on here has waited for that. */
  written = false;
  /** The innermost call of B is running, and no callback of it. */
  inSite = false;
  started = false;
  /** Functions that the stacks show a call to have led to, and the number after which the run's own functions came. */
  callees: ReadonlyMap<Node, ObservedCallee> = new Map();
  since = 0;
  /** Functions that both calls go through, each asking for something else of them. */
  shared: ReadonlySet<FunctionNode> = new Set();
  /** A function was entered that only the stacks name: what it is called on is not known. */
  guessed = false;
  /** B's call was reached before A's, and would have been seen after it. */
  toComesFirst = false;
  readonly seen: Seen[] = [];
  /** What was made after this number, while A ran, is A's own. */
  fromSerial = 0;
  /** First reason why something could not be followed. */
  readonly notes: Note[] = [];
  /** Places that A read, and objects whose shape (which fields, how many elements) it learnt. */
  readonly fromReads: Set<Cell | Obj> = new Set();
  /** Places that A changed by counting and in no other way. */
  readonly #counted = new Set<Cell>();
  /** Keys of collections that A asked for. */
  readonly #fromKeys = new Map<Obj, readonly Text[]>();
  conflict: string | undefined;
  readonly effects: { from: CallEffect; to: CallEffect; name: string } = { from: "read", to: "read", name: "" };
  /** Calls so far whose failing owes to A: its own, and those that were given its answer. */
  calls = 0;
  readonly trail: Trail = new Trail();
  /** Texts of A's answer so far that were read for a form they may not have. */
  parsed = 0;
  /** Innermost calls of A and B that were reached below the calls in the common function. */
  fromSiteReached = false;
  toSiteReached = false;
  /** Functions entered while A ran, while B did, and while neither of them ran. */
  readonly entered: Readonly<Record<"from" | "to" | "neither", Set<FunctionNode>>> = {
    from: new Set(),
    to: new Set(),
    neither: new Set(),
  };
  /**
   * Whether a framework's call is reached at all is told apart from what it is given: a second look that only finds the
   * better word for a need that is known.
   */
  apart = false;
  /** With `apart`: what reaching the running call of the framework owes to A. */
  above: Taint = 0;
  /** What reaching B's call in the common function owes to A, while that runs. */
  reaching: Taint = 0;
  /** Neither call stands in a loop: B is made once. */
  once = false;
  /** Of what B's function is given, only what it reads counts: across functions whole requests are handed on. */
  readsOnly = false;
  /** A's own function, where B has to run inside it: `outside` tells that it waited for A without that. */
  home: Node | undefined;
  outside = false;
  /** Set where the framework answers a repeated question with the first answer. */
  repeated: RepeatedCalls | undefined;
  /** What is made once has been made already, and only what is done besides counts. */
  making = false;
  paused = 0;
  /** Functions now running that something outside may run as well, and not for whom the question is about. */
  elsewhere = 0;
  /** Handlers around the place that is running now, in whatever function. */
  catching = 0;
  /** Numbers between which things came to be before the request. */
  readonly #before: { readonly first: number; readonly last: number }[] = [];

  constructor(question?: Question) {
    this.question = question;
  }

  get active(): boolean {
    return this.paused === 0;
  }

  get from(): boolean {
    return this.active && this.inFrom > 0;
  }

  /** Is what is answered now an answer of A? What B itself asks for on its way is B's own, in a loop too. */
  get answering(): boolean {
    return this.from && this.inTo === 0;
  }

  /** B was asked for, and comes once: what runs now comes after it. */
  get asked(): boolean {
    return this.once && this.inTo === 0 && this.seen.length > 0;
  }

  get to(): boolean {
    return this.active && this.inTo > 0;
  }

  /** What is written now, into something made at `serial`, owes this to A besides its own value. */
  writing(serial: number): Taint {
    if (!this.from) return 0;
    return serial <= this.fromSerial || this.#isBefore(serial) ? STATE : 0;
  }

  /** Was something made before the request, whenever its module was first met? */
  #isBefore(serial: number): boolean {
    return this.#before.some(({ first, last }) => first <= serial && serial <= last);
  }

  noteRead(cell: Cell): void {
    if (!this.active) return;
    if (this.answering) this.fromReads.add(cell);
    if (this.inTo > 0) this.meet(cell.value.taint);
  }

  /** Which fields or elements an object has was asked for. */
  noteShape(ref: Obj): void {
    if (this.answering) this.fromReads.add(ref);
  }

  /** Whether a keyed collection has an entry under this key was asked for. */
  noteKey(ref: Obj, key: Text): void {
    if (this.answering) this.#fromKeys.set(ref, [...(this.#fromKeys.get(ref) ?? []), key]);
  }

  /** A keyed collection gets an entry under this key, or loses it; `undefined` for a key nobody knows. */
  noteEntry(ref: Obj, key: Text | undefined, name: string): void {
    if (!this.to) return;
    const asked = this.#fromKeys.get(ref) ?? [];
    if (asked.some((other) => key === undefined || mayBeEqual(key, other))) this.conflict ??= name;
  }

  /** An object gets a field or an element, or loses one. */
  noteReshape(ref: Obj, name: string): void {
    if (this.to && this.fromReads.has(ref)) this.conflict ??= name;
  }

  /** Something is done with what A said that fails where A said something else. */
  mayFail(taint: Taint): void {
    if (this.active && this.inFrom === 0 && has(taint, SAID)) this.calls += 1;
  }

  /** A text is read that may not have the form it is read for. */
  parse(taint: Taint): void {
    if (this.active && this.inFrom === 0 && has(taint, SAID)) this.parsed += 1;
    this.mayFail(taint);
  }

  /** Something is written: where A's failing is caught later on, `tell` lets it owe to A's success. */
  behind(tell: () => void, serial: number = 0): void {
    if (!this.active || this.calls === 0 || this.inFrom > 0) return;
    this.trail.note({ calls: this.calls, serial: this.#isBefore(serial) ? 0 : serial, tell });
    if (this.trail.dropped === 1) this.note("source.too-many-values");
  }

  noteWrite(cell: Cell, name: string): void {
    if (this.from) this.#counted.delete(cell);
    if (!this.to) return;
    if (this.fromReads.has(cell) || has(cell.value.taint, STATE)) this.conflict ??= name;
  }

  /** A place is counted up: only who learns its value, or sets it, can tell when. */
  noteCount(cell: Cell, name: string): void {
    const touched = has(cell.value.taint, STATE);
    if (this.from && !touched) this.#counted.add(cell);
    if (this.to && (this.fromReads.has(cell) || (touched && !this.#counted.has(cell)))) this.conflict ??= name;
  }

  /** B uses something that owes this to A. */
  meet(taint: Taint): void {
    if (!this.to || taint === 0) return;
    const current = this.seen.at(-1);
    if (current === undefined) return;
    current.reads |= taint & ~TOUCHED;
    if (this.inSite) current.site = (current.site ?? 0) | (taint & ~TOUCHED);
  }

  /** Code of B is not entered again (it calls itself): its request may be made in there, on this condition as well. */
  missed(control: Taint): void {
    const current = this.seen.at(-1);
    if (this.to && current !== undefined) current.missed |= control & (NEEDS | OPAQUE);
  }

  /** B hands something to code that is not followed. */
  hand(taint: Taint): void {
    this.meet(has(taint, TOUCHED) ? taint | OPAQUE : taint);
  }

  /** A call that may write was given what owes to A, or is not to be made where A fails: it stays behind A. */
  write(effect: NamedEffect, owed: Taint): void {
    const stays = has(owed | this.reaching, NEEDS | FAILFAST | TRIED);
    if (this.active && this.started && effect === "write" && stays) this.written = true;
  }

  /** What the call itself does, as far as its name or its options tell; of the two calls asked about only. */
  effect(node: Node, effect: NamedEffect, name: string): void {
    const { question } = this;
    if (question === undefined || !this.active || effect === "read" || effect === "pure") return;
    const kind: CallEffect = effect === "write" ? "write" : "unknown";
    // Without a frame further in, the request is somewhere below the call in the common function.
    const anyFrom = question.from === question.fromSite && kind === "write";
    const anyTo = question.to === question.toSite && kind === "write";
    if (this.from && (anyFrom || node === question.fromSite || node === question.from))
      this.#effect("from", kind, name);
    if (this.to && (anyTo || node === question.toSite || node === question.to)) this.#effect("to", kind, name);
  }

  #effect(side: "from" | "to", kind: CallEffect, name: string): void {
    if (this.effects[side] === "write") return;
    this.effects[side] = kind;
    this.effects.name = name;
  }

  /** A function was entered. */
  enter(node: FunctionNode): void {
    if (this.from) this.entered.from.add(node);
    if (this.to) this.entered.to.add(node);
    if (this.active && !this.from && !this.to) this.entered.neither.add(node);
  }

  note(reason: string, detail: Readonly<Record<string, string | number>> = {}): void {
    // What goes on in a callback of B once B was asked for comes too late to matter.
    if (this.once && this.inTo > 0 && this.seen.at(-1)?.site !== undefined && !this.inSite) return;
    if (this.active && this.notes.length < 16) this.notes.push({ reason, detail });
  }

  /** What was made since then may as well have been there before the request. */
  madeBefore(first: number): void {
    this.#before.push({ first, last: nextSerial() });
  }

  /** Runs something that happened before the request. */
  aside<Result>(work: () => Result): Result {
    this.paused += 1;
    const first = nextSerial();
    try {
      return work();
    } finally {
      this.paused -= 1;
      if (this.paused === 0) this.#before.push({ first, last: nextSerial() });
    }
  }
}
