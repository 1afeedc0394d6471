import { HELLO_PATH, type Hello } from "@weir/core/wire";
import { guardedAsync } from "../guard.ts";
import type { Transport } from "./transport.ts";

const FIRST_DELAY_MS = 1000;
const MAX_DELAY_MS = 60_000;
const TIMEOUT_MS = 5000;

export interface GreeterOptions {
  readonly base: string;
  readonly hello: Hello;
  readonly transport: Transport;
  readonly later: (run: () => void, ms: number) => void;
}

/** Tells the collector that this process runs an agent, again after the collector was away, until it has heard. */
export class Greeter {
  readonly #options: GreeterOptions;
  #pending = false;
  #closed = false;
  #delay = FIRST_DELAY_MS;

  constructor(options: GreeterOptions) {
    this.#options = options;
  }

  greet(): void {
    if (this.#pending || this.#closed) return;
    this.#pending = true;
    this.#delay = FIRST_DELAY_MS;
    this.#options.later(() => this.#attempt(), 0);
  }

  close(): void {
    this.#closed = true;
  }

  #attempt(): void {
    void guardedAsync("hello", async () => {
      const { base, hello, transport, later } = this.#options;
      const answer = await transport.send({
        url: `${base}${HELLO_PATH}`,
        method: "POST",
        headers: { "content-type": "application/json" },
        body: Buffer.from(JSON.stringify(hello)),
        timeoutMs: TIMEOUT_MS,
      });
      if (answer.kind === "answered" || this.#closed) {
        this.#pending = false; // also a refusal is an answer: somebody is there
        return;
      }
      later(() => this.#attempt(), this.#delay);
      this.#delay = Math.min(MAX_DELAY_MS, this.#delay * 2);
    });
  }
}
