import { once } from "node:events";
import { Agent, type IncomingMessage, request } from "node:http";

export interface Answer {
  readonly status: number;
  /** Milliseconds; 0 where the collector named none. */
  readonly retryAfterMs: number;
}

/** Sends OTLP bodies over one kept connection. */
export class Sender {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #port: number;

  constructor(port: number) {
    this.#port = port;
  }

  async send(bytes: Buffer): Promise<Answer> {
    const sent = request({
      agent: this.#agent,
      port: this.#port,
      host: "127.0.0.1",
      path: "/v1/traces",
      method: "POST",
      headers: { "content-type": "application/x-protobuf", "content-length": bytes.length },
    });
    sent.end(bytes);
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    response.resume();
    await once(response, "end");
    const seconds = Number(response.headers["retry-after"] ?? 0);
    return { status: response.statusCode ?? 0, retryAfterMs: seconds * 1000 };
  }

  close(): void {
    this.#agent.destroy();
  }
}
