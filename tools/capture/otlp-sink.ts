import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { tracesWith } from "./neutral-trace.ts";

const MAX_BATCHES = 10_000;
const EVERY = 100;

/** Takes what agents send and keeps it: the uncompressed bodies of `POST /v1/traces`, in order. */
export class OtlpSink {
  #batches: Buffer[] = [];
  #latest = 0;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks);
        const plain = request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
        if (request.url === "/v1/traces" && this.#batches.length < MAX_BATCHES) this.#batches.push(plain);
        this.#latest = performance.now();
        response.writeHead(200, { "content-type": "application/x-protobuf" }).end();
      });
    });
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  forget(): void {
    this.#batches = [];
  }

  /**
   * What came since the last `forget` once a span of this name is among it and nothing more has come for `quiet`
   * milliseconds, and the trace of the last such span.
   * @throws Error when none comes within `seconds`.
   */
  async traceWith(
    spanName: string,
    quiet: number,
    seconds: number,
  ): Promise<{ traceId: string; batches: readonly Buffer[] }> {
    const until = performance.now() + seconds * 1000;
    while (performance.now() < until) {
      const traceId = this.#batches.flatMap((batch) => tracesWith(batch, spanName)).at(-1);
      if (traceId !== undefined && performance.now() - this.#latest >= quiet) {
        return { traceId, batches: [...this.#batches] };
      }
      await wait(EVERY);
    }
    throw new Error(`no span ${spanName} within ${seconds} s`);
  }
}
