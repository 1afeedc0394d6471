import { setTimeout as sleep } from "node:timers/promises";
import type { Counter, Metrics } from "../metrics.ts";
import type { BodyForm } from "./body-form.ts";
import { MEDIA_TYPE } from "./media-type.ts";
import { retryAfterMs } from "./retry-after.ts";

export interface ForwarderOptions {
  /** Base URL as in `OTEL_EXPORTER_OTLP_ENDPOINT`: `v1/traces` is appended. */
  readonly endpoint: string;
  /** Sent with every request, e.g. the destination's own token. A sender's headers are never passed on. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bodies that wait or are in flight; above either bound new ones are dropped and counted. */
  readonly maxBodies: number;
  readonly maxBytes: number;
  /** Requests in flight at a time. */
  readonly concurrency: number;
  /** Milliseconds. */
  readonly timeoutMs: number;
  /** Pause before each further try, in milliseconds; after the last one the body is dropped and counted. */
  readonly retryMs: readonly number[];
}

export const FORWARDER: Omit<ForwarderOptions, "endpoint"> = {
  headers: {},
  maxBodies: 10_000,
  maxBytes: 32 * 1024 * 1024,
  concurrency: 4,
  timeoutMs: 10_000,
  retryMs: [500, 1_000, 2_000, 4_000, 8_000],
};

export interface Forwarded {
  /** `/v1/traces` */
  readonly path: string;
  readonly body: Buffer;
  readonly form: BodyForm;
}

/** Statuses that OTLP allows to repeat. */
const RETRYABLE = new Set([429, 502, 503, 504]);

type Outcome =
  | { readonly state: "sent" | "refused" }
  | { readonly state: "later"; readonly afterMs: number | undefined };

/**
 * Copies what was accepted to another OTLP endpoint. Its queue is its own and bounded: a destination that is slow or
 * down costs copies, never the sender's answer.
 */
export class Forwarder {
  readonly #options: ForwarderOptions;
  readonly #bodies: Counter;
  readonly #base: string;
  readonly #stopping = new AbortController();
  readonly #queue: Forwarded[] = [];
  #held = 0;
  #heldBytes = 0;
  #inFlight = 0;
  #isClosed = false;
  #whenIdle: (() => void) | undefined;

  /** `bodies` is shared by all forwarders; see `forwardCounter`. */
  constructor(options: ForwarderOptions, bodies: Counter) {
    this.#options = options;
    this.#bodies = bodies;
    this.#base = options.endpoint.replace(/\/+$/, "");
  }

  /** Never blocks and never throws; false when the body was dropped. */
  offer(item: Forwarded): boolean {
    const { maxBodies, maxBytes } = this.#options;
    if (this.#isClosed || this.#held >= maxBodies || this.#heldBytes + item.body.length > maxBytes) {
      this.#count("dropped-full");
      return false;
    }
    this.#held += 1;
    this.#heldBytes += item.body.length;
    this.#queue.push(item);
    this.#pump();
    return true;
  }

  /** Sends what waits, for at most `graceMs`; the rest is dropped and counted. */
  async close(graceMs: number): Promise<void> {
    this.#isClosed = true;
    const timer = setTimeout(() => {
      for (let left = this.#queue.splice(0).length; left > 0; left--) this.#count("dropped-closing");
      this.#stopping.abort();
    }, graceMs);
    if (this.#inFlight > 0) {
      await new Promise<void>((resolve) => {
        this.#whenIdle = resolve;
      });
    }
    clearTimeout(timer);
  }

  #pump(): void {
    while (this.#inFlight < this.#options.concurrency) {
      const item = this.#queue.shift();
      if (item === undefined) break;
      this.#inFlight += 1;
      void this.#deliver(item);
    }
    if (this.#inFlight === 0) this.#whenIdle?.();
  }

  async #deliver(item: Forwarded): Promise<void> {
    this.#count(await this.#sendUntilDone(item));
    this.#inFlight -= 1;
    this.#held -= 1;
    this.#heldBytes -= item.body.length;
    this.#pump();
  }

  async #sendUntilDone(item: Forwarded): Promise<string> {
    for (const pause of [...this.#options.retryMs, undefined]) {
      const outcome = await this.#send(item);
      if (outcome.state !== "later") return outcome.state === "sent" ? "sent" : "dropped-refused";
      if (pause === undefined || !(await this.#wait(Math.max(pause, outcome.afterMs ?? 0)))) break;
    }
    return this.#stopping.signal.aborted ? "dropped-closing" : "dropped-unreachable";
  }

  async #send({ path, body, form }: Forwarded): Promise<Outcome> {
    const { headers, timeoutMs } = this.#options;
    try {
      const response = await fetch(this.#base + path, {
        method: "POST",
        body: body as Uint8Array<ArrayBuffer>,
        headers: {
          ...headers,
          "content-type": MEDIA_TYPE[form.encoding],
          ...(form.gzip ? { "content-encoding": "gzip" } : {}),
        },
        redirect: "error",
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#stopping.signal]),
      });
      await response.body?.cancel();
      if (response.ok) return { state: "sent" };
      if (!RETRYABLE.has(response.status)) return { state: "refused" };
      return { state: "later", afterMs: retryAfterMs(response.headers.get("retry-after"), Date.now()) };
    } catch {
      // Unreachable, too slow, or we are closing: all of it may work another time.
      return { state: "later", afterMs: undefined };
    }
  }

  /** False when the wait was cut short because we are closing. */
  async #wait(ms: number): Promise<boolean> {
    try {
      await sleep(ms, undefined, { signal: this.#stopping.signal });
      return true;
    } catch {
      return false;
    }
  }

  #count(result: string): void {
    this.#bodies.add(1, { result });
  }
}

/** The counter all forwarders of a collector share, by what became of each copy. */
export function forwardCounter(metrics: Metrics): Counter {
  return metrics.counter("weir_forward_bodies_total", "Copies for other OTLP endpoints, by what became of them");
}
