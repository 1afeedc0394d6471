import { setTimeout as pause } from "node:timers/promises";
import { RequestTemplate } from "../ingest/request-template.ts";

/** Of one try. Milliseconds. */
const TIMEOUT_MS = 10_000;
/** Before the next try where the collector names no time. Milliseconds. */
const RETRY_MS = 500;
const ROUTES = 20;
const FETCHES = 6;

export interface ClientOptions {
  /** Tried in turn, every try at the next one: a load balancer that knows nothing. */
  readonly urls: readonly string[];
  /** Which of the clients it is: the first collector it asks. */
  readonly number: number;
  readonly requestsPerBody: number;
  /** Between two bodies. Milliseconds. */
  readonly paceMs: number;
  /** Numbers of the next body's requests, from the one answered on. */
  readonly nextNumbers: (count: number) => number;
  readonly ledger: Acknowledged;
}

/** What clients were told. */
export interface Acknowledged {
  /** First numbers of bodies that were answered 200. */
  readonly bodies: Set<number>;
  /** Tries that were not: by status, `0` where nobody answered. */
  readonly refusals: Map<number, number>;
  /** From the first try of a body to its 200. Milliseconds. */
  readonly waits: number[];
}

/** An OTLP client that sends a body until it is answered 200, as exporters do. */
export class RetryingClient {
  readonly #options: ClientOptions;
  readonly #template: RequestTemplate;
  #turn: number;
  #stopped = false;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#turn = options.number;
    const startedAt = Date.now();
    this.#template = new RequestTemplate(options.requestsPerBody, { routes: ROUTES, fetches: FETCHES, startedAt });
  }

  /** Until `stop`; then the body in work is brought to its end. */
  async run(): Promise<void> {
    const { requestsPerBody, nextNumbers, paceMs } = this.#options;
    while (!this.#stopped) {
      const first = nextNumbers(requestsPerBody);
      await this.#sendUntilTaken(first, this.#template.stamp(first));
      await pause(paceMs);
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  async #sendUntilTaken(first: number, body: Buffer): Promise<void> {
    const { bodies, refusals, waits } = this.#options.ledger;
    const from = performance.now();
    for (;;) {
      const { status, retryAfterMs } = await this.#try(body);
      if (status === 200) break;
      refusals.set(status, (refusals.get(status) ?? 0) + 1);
      if (status !== 0 && status !== 429 && status !== 503) throw new Error(`A collector answered ${status}`);
      await pause(retryAfterMs || RETRY_MS);
    }
    bodies.add(first);
    waits.push(performance.now() - from);
  }

  async #try(body: Buffer): Promise<{ readonly status: number; readonly retryAfterMs: number }> {
    const { urls } = this.#options;
    const url = urls[(this.#turn += 1) % urls.length] ?? "";
    try {
      const answer = await fetch(`${url}/v1/traces`, {
        method: "POST",
        body: body as Uint8Array<ArrayBuffer>,
        headers: { "content-type": "application/x-protobuf" },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.arrayBuffer();
      return { status: answer.status, retryAfterMs: 1_000 * Number(answer.headers.get("retry-after") ?? 0) };
    } catch {
      return { status: 0, retryAfterMs: 0 };
    }
  }
}
