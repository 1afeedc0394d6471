import { OPERATION } from "@weir/core/wire";
import type { Operation, Root } from "../../../operation.ts";
import type { OutgoingRequest } from "../../probe.ts";
import type { LineageProbe } from "../lineage-probe.ts";

// Taken before anything is wrapped: what they run starts, like a socket's callback, with no knowledge at all.
const outside = globalThis.setImmediate;

const NO_REQUEST: OutgoingRequest = {
  method: "GET",
  url: "http://upstream/",
  headers: () => [],
  body: () => undefined,
};

/** What `fetch` gives: settled headers, and a body that comes later. */
export interface Answer {
  body(): Promise<string>;
}

/** An upstream in virtual time, and the calls to it as capture would report them to the probe. */
export class Upstream {
  readonly operations: Map<string, Operation> = new Map();
  readonly #probe: LineageProbe;
  readonly #due: { readonly at: number; readonly run: () => void }[] = [];
  #now = 0;
  #sequence = 0;
  #scheduled = false;

  constructor(probe: LineageProbe) {
    this.#probe = probe;
  }

  /** Calls back from outside all JavaScript after `time` units; equal times in order of asking. */
  after(time: number, run: () => void): void {
    const at = this.#now + time;
    const index = this.#due.findIndex((entry) => entry.at > at);
    this.#due.splice(index < 0 ? this.#due.length : index, 0, { at, run });
    this.#schedule();
  }

  sleep(time: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(time, resolve);
    });
  }

  begin(root: Root, name: string): Operation {
    const op: Operation = {
      sequence: ++this.#sequence,
      root,
      start: this.#now,
      bodyRead: false,
      outcome: "pending",
      spanIds: [],
    };
    this.operations.set(name, op);
    root.operations.push(op);
    this.#probe.begin(op, NO_REQUEST);
    return op;
  }

  /** A call made with `fetch`: a promise of headers after `time`, then a body of another `time`. */
  fetch(root: Root, name: string, time = 10, failing = false): Promise<Answer> {
    const op = this.begin(root, name);
    const response = this.#inside(op, () => {
      const promise = new Promise<Answer>((resolve, reject) => {
        this.after(time, () => {
          if (failing) reject(new Error(`${name} failed`));
          else resolve({ body: () => this.#body(op, name, time) });
        });
      });
      this.#observe(promise, () => this.#probe.headers(op, undefined));
      return promise;
    });
    this.#probe.promised(op, response);
    return response;
  }

  /** A call made with callbacks, as with `http.get`. */
  get(root: Root, name: string, time: number, ended: () => void): void {
    const op = this.begin(root, name);
    this.after(time, () => this.#probe.headers(op, undefined));
    this.after(time * 2, () => {
      this.#probe.body(op, undefined);
      ended();
    });
  }

  #body(op: Operation, name: string, time: number): Promise<string> {
    const body = this.#inside(op, () => {
      const promise = this.sleep(time).then(() => name);
      this.#observe(promise, () => this.#probe.body(op, undefined));
      return promise;
    });
    this.#probe.bodyPromised(op, body);
    return body;
  }

  #inside<Result>(op: Operation, run: () => Result): Result {
    return this.#probe.inside === undefined ? run() : this.#probe.inside(op, run);
  }

  #observe(promise: Promise<unknown>, settled: () => void): void {
    promise.then(settled, settled);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    outside(() => {
      this.#scheduled = false;
      const next = this.#due.shift();
      if (next === undefined) return;
      this.#now = next.at;
      if (this.#due.length > 0) this.#schedule();
      next.run();
    });
  }
}

/** `undefined` where lineage says nothing, else the names of what the operation waited for, as `A.h` and `A.b`. */
export function waitsOf(
  probe: LineageProbe,
  operations: ReadonlyMap<string, Operation>,
  name: string,
): readonly string[] | undefined {
  const op = operations.get(name);
  if (op === undefined) throw new Error(`no operation ${name}`);
  const facts = probe.facts(op);
  if (facts[OPERATION.lineage] !== true) return undefined;
  const names = new Map([...operations].map(([key, value]) => [value.sequence, key]));
  const list = (key: string, suffix: string): string[] =>
    (facts[key] as readonly number[]).map((sequence) => `${names.get(sequence)}.${suffix}`);
  return [...list(OPERATION.waitsHeaders, "h"), ...list(OPERATION.waitsBody, "b")].sort();
}

let roots = 0;

export function newRoot(): Root {
  const spanId = String(++roots).padStart(16, "0");
  return { traceId: spanId + spanId, spanId, start: 0, operations: [], droppedOperations: 0, ended: false };
}

/** Runs the work of one inbound request as a server does: from a callback of its own, entered before any of it. */
export function inRoot(probe: LineageProbe, root: Root, work: () => Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    outside(() => {
      probe.enter(root, undefined);
      work().then(() => resolve(), reject);
    });
  });
}
