import { TraceFlags } from "@opentelemetry/api";
import type { ReadableSpan, Span } from "@opentelemetry/sdk-trace-base";
import { epochOffset } from "../clock.ts";
import type { InboundRequest } from "../evidence/probe.ts";
import type { Sampled } from "../evidence-sampler.ts";
import { guard, guarded } from "../guard.ts";
import { countDrop } from "../state.ts";
import type { InboundBody } from "./inbound-body.ts";
import type { LiveRoot } from "./live-root.ts";
import type { ProbeSet } from "./probe-set.ts";
import { noteOf, noteOn } from "./span-note.ts";

/** Requests recorded at a time; above it further ones are traced without evidence. */
export const MAX_LIVE_ROOTS = 2000;
/** After the root's end with nothing in flight: long enough for a continuation to start its next call. */
export const SETTLE_MS = 50;
/** After the root's end with something still in flight. */
export const MAX_WAIT_MS = 10_000;
/** A root that never ends (an event stream) gives what it has. */
export const MAX_AGE_MS = 90_000;
/** The probes' time for their facts; then they answer at once with what is left. */
export const MAX_PREPARE_MS = 3000;

export interface RootsOptions {
  readonly probes: ProbeSet;
  /** Whether stacks and probes are recorded for this request. */
  readonly sample: (key: string) => Sampled;
  /** Builds and queues the evidence. */
  readonly deliver: (root: LiveRoot) => void;
  /** `performance.now()`. */
  readonly now: () => number;
  /** Runs a function later, outside every user context, without keeping the process alive. */
  readonly later: (run: () => void, ms: number) => void;
}

/** What is known of the message a root is made for. */
export interface Arriving {
  /** Kept as long as the root is recorded with values. */
  readonly body: InboundBody | undefined;
  readonly second: boolean;
}

/** Which inbound request a span belongs to, and when that request's evidence is complete. */
export class Roots {
  readonly #options: RootsOptions;
  readonly #live = new Set<LiveRoot>();
  /** Complete, and since when the probes work out their facts: in the order they began. */
  readonly #preparing = new Map<LiveRoot, number>();
  #sweeping = false;

  constructor(options: RootsOptions) {
    this.#options = options;
  }

  /** Requests being recorded or having their evidence made. */
  get live(): number {
    return this.#live.size + this.#preparing.size;
  }

  open(span: Span, key: string, inbound: InboundRequest | undefined, arrived?: Arriving): LiveRoot | undefined {
    const spanContext = span.spanContext();
    if ((spanContext.traceFlags & TraceFlags.SAMPLED) === 0) return undefined;
    if (this.live >= MAX_LIVE_ROOTS) this.#sweep();
    if (this.live >= MAX_LIVE_ROOTS) {
      countDrop("live-roots");
      return undefined;
    }
    const now = this.#options.now();
    const { full, values } = this.#options.sample(key);
    const root: LiveRoot = {
      traceId: spanContext.traceId,
      spanId: spanContext.spanId,
      spanContext,
      resource: (span as unknown as Partial<ReadableSpan>).resource,
      start: now,
      offset: epochOffset(startOf(span), now),
      full,
      values,
      inbound,
      inboundBody: values ? arrived?.body : undefined,
      second: arrived?.second === true,
      operations: [],
      droppedOperations: 0,
      ended: false,
      open: 0,
      endedAt: 0,
      lastActivity: now,
      sent: false,
    };
    this.#live.add(root);
    this.link(span, root);
    root.inboundBody?.keep();
    if (full) this.#options.probes.enter(root, inbound);
    this.#schedule();
    return root;
  }

  link(span: object, root: LiveRoot): void {
    noteOn(span).root = root;
  }

  of(span: object): LiveRoot | undefined {
    return noteOf(span)?.root;
  }

  /** The root's span ended; operations may still be running. */
  end(root: LiveRoot): void {
    if (root.ended) return;
    root.ended = true;
    root.endedAt = this.#options.now();
    this.#schedule();
  }

  /** Another span turned out to be the request's root: nothing of this one is sent. */
  discard(root: LiveRoot): void {
    if (!this.#live.delete(root)) return;
    root.sent = true;
    if (root.full) this.#options.probes.leave(root);
    release(root);
  }

  /** Sends the evidence of every root now, finished or not. */
  flush(): void {
    for (const root of this.#live) this.#close(root);
    for (const root of this.#preparing.keys()) this.#deliver(root);
  }

  #schedule(): void {
    if (this.#sweeping) return;
    this.#sweeping = true;
    this.#options.later(() => {
      this.#sweeping = false;
      this.#sweep();
      if (this.live > 0) this.#schedule();
    }, SETTLE_MS);
  }

  #sweep(): void {
    const now = this.#options.now();
    for (const root of this.#live) {
      if (isComplete(root, now)) this.#prepare(root);
    }
    for (const [root, since] of this.#preparing) {
      if (now - since < MAX_PREPARE_MS) return;
      this.#deliver(root);
    }
  }

  #prepare(root: LiveRoot): void {
    this.#close(root);
    if (!root.full) {
      this.#deliver(root);
      return;
    }
    // Probes say so from turns of their own, where nobody would catch what fails here.
    this.#options.probes.prepare(
      root,
      guard("evidence", () => this.#deliver(root)),
    );
  }

  #close(root: LiveRoot): void {
    this.#live.delete(root);
    this.#preparing.set(root, this.#options.now());
    root.sent = true;
  }

  #deliver(root: LiveRoot): void {
    if (!this.#preparing.delete(root)) return;
    guarded("evidence", () => this.#options.deliver(root));
    if (root.full) this.#options.probes.leave(root);
    release(root);
  }
}

/** A response the app keeps would otherwise keep everything the request sent. */
function release(root: LiveRoot): void {
  root.operations.length = 0;
  root.inbound = undefined;
  root.inboundBody?.release();
  root.inboundBody = undefined;
}

function isComplete(root: LiveRoot, now: number): boolean {
  if (now - root.start > MAX_AGE_MS) return true;
  if (!root.ended) return false;
  if (root.open === 0) return now - Math.max(root.endedAt, root.lastActivity) >= SETTLE_MS;
  return now - root.endedAt > MAX_WAIT_MS;
}

function startOf(span: Span): number | undefined {
  const start = (span as unknown as Partial<ReadableSpan>).startTime;
  return start === undefined ? undefined : start[0] * 1000 + start[1] / 1e6;
}
