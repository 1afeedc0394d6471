import { setTimeout as pause } from "node:timers/promises";
import { type Acknowledged, RetryingClient } from "./retrying-client.ts";

/** Between two looks at what was answered. Milliseconds. */
const LOOK_MS = 20;

export interface LoadOptions {
  readonly urls: readonly string[];
  readonly clients: number;
  readonly requestsPerBody: number;
  readonly paceMs: number;
}

/** Several clients at once, and what they were told. */
export class Load implements Acknowledged {
  readonly bodies: Set<number> = new Set();
  readonly refusals: Map<number, number> = new Map();
  readonly waits: number[] = [];
  readonly requestsPerBody: number;
  readonly #clients: readonly RetryingClient[];
  #next = 0;
  #running: Promise<unknown> = Promise.resolve();

  constructor({ urls, clients, requestsPerBody, paceMs }: LoadOptions) {
    this.requestsPerBody = requestsPerBody;
    this.#clients = Array.from({ length: clients }, (_, number) => {
      const nextNumbers = (count: number): number => (this.#next += count) - count;
      return new RetryingClient({ urls, number, requestsPerBody, paceMs, nextNumbers, ledger: this });
    });
  }

  /** Requests that were begun to be sent. */
  get sent(): number {
    return this.#next;
  }

  get acknowledged(): number {
    return this.bodies.size * this.requestsPerBody;
  }

  /** Resolves when so many requests are acknowledged. */
  async reaches(requests: number): Promise<void> {
    while (this.acknowledged < requests) await pause(LOOK_MS);
  }

  /** Resolves when so many more tries were refused or not answered. */
  async isRefused(tries: number): Promise<void> {
    const until = this.#refused + tries;
    while (this.#refused < until) await pause(LOOK_MS);
  }

  get #refused(): number {
    return [...this.refusals.values()].reduce((sum, count) => sum + count, 0);
  }

  start(): void {
    this.#running = Promise.all(this.#clients.map((client) => client.run()));
  }

  /** Resolves when every body that was begun is acknowledged. */
  async stop(): Promise<void> {
    for (const client of this.#clients) client.stop();
    await this.#running;
  }
}
