import { setTimeout as pause } from "node:timers/promises";
import type { Ledger, Sent } from "./ledger.ts";
import type { MadeTrace } from "./made-trace.ts";

/** Bodies on their way at once. */
const AT_ONCE = 4;
/** Between two tries of one body. Milliseconds. */
const RETRY_MS = 40;
/** Between two traces of one lane, so that the collector has more to do than to receive. Milliseconds. */
const PACE_MS = 8;

export interface SenderOptions {
  readonly trace: (sent: Sent) => MadeTrace;
  readonly url: string;
  readonly ledger: Ledger;
  /** The collector's time. Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly onAcknowledged: () => void;
}

/** Sends traces, and again whatever was not acknowledged: first what an earlier collector took to its grave. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #again: Sent[];
  #stopped = false;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#again = [...options.ledger.pending];
  }

  /** Runs until `stop`; with `fresh: false` until nothing is left to be sent again. */
  async run({ fresh }: { readonly fresh: boolean }): Promise<void> {
    const lanes = Array.from({ length: AT_ONCE }, async () => {
      while (!this.#stopped) {
        const sent = this.#again.shift() ?? (fresh ? this.#begin() : undefined);
        if (sent === undefined) return;
        await this.#send(sent);
        if (fresh) await pause(PACE_MS);
      }
    });
    await Promise.all(lanes);
  }

  /** Requests of a version that has a needless wait, before anything else. */
  deploy(version: number, requests: number): void {
    for (let request = 0; request < requests; request += 1) this.#again.unshift(this.#begin(version));
  }

  stop(): void {
    this.#stopped = true;
  }

  #begin(version?: number): Sent {
    const { ledger, clock } = this.#options;
    const sent = { number: ledger.next, at: clock(), ...(version === undefined ? {} : { version }) };
    ledger.send(sent);
    return sent;
  }

  async #send(sent: Sent): Promise<void> {
    const { trace, ledger } = this.#options;
    if (await this.#untilTaken(trace(sent).body)) ledger.take(sent.number);
  }

  async #untilTaken(body: string): Promise<boolean> {
    const { url, onAcknowledged } = this.#options;
    while (!this.#stopped) {
      if (await isTaken(url, body)) {
        onAcknowledged();
        return true;
      }
      await pause(RETRY_MS);
    }
    return false;
  }
}

/** Posts a body once; true when it was answered 200. */
export async function isTaken(url: string, body: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(10_000),
    });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    // Nobody there, or hung up before the answer: not acknowledged.
    return false;
  }
}
