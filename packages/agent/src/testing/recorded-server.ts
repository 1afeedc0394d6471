import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { DecodedSpan } from "./decode-traces.ts";
import type { TestCollector } from "./test-collector.ts";

type Handler = () => Promise<unknown>;

export interface Recorded {
  readonly root: DecodedSpan;
  readonly evidence: DecodedSpan;
  readonly clients: readonly DecodedSpan[];
  readonly operations: readonly Readonly<Record<string, unknown>>[];
}

/** An app's server whose next request does what a test says, and what the collector got of it. */
export class RecordedServer {
  readonly #collector: TestCollector;
  readonly #server: Server;
  #handler: Handler = () => Promise.resolve();

  constructor(collector: TestCollector) {
    this.#collector = collector;
    this.#server = createServer((request, response) => {
      this.#handler().then(
        () => response.end("done"),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
      request.resume();
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** From now on every request does this. */
  does(work: Handler): void {
    this.#handler = work;
  }

  /** Runs `work` inside one request and waits for everything the collector gets of it. */
  async record(path: string, work: Handler, headers: Record<string, string> = {}): Promise<Recorded> {
    this.does(work);
    const before = this.#collector.spans().length;
    await new Promise<void>((resolve, reject) => {
      get(`${this.origin}${path}`, { headers, agent: false }, (response) => {
        response.resume().on("end", resolve);
      }).on("error", reject);
    });
    const fresh = (): readonly DecodedSpan[] => this.#collector.spans().slice(before);
    await this.#collector.until(
      () => fresh().some(({ name }) => name === "weir.evidence") && fresh().some(({ kind }) => kind === 2),
    );
    const root = fresh().find(({ kind }) => kind === 2);
    const evidence = fresh().find(({ name }) => name === "weir.evidence");
    if (root === undefined || evidence === undefined) throw new Error("no root or no evidence");
    return {
      root,
      evidence,
      clients: fresh().filter(({ kind }) => kind === 3),
      operations: evidence.events.map(({ attributes }) => attributes),
    };
  }
}
