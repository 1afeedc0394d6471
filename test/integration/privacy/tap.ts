import { type IncomingMessage, type OutgoingHttpHeaders, request } from "node:http";
import { gunzipSync } from "node:zlib";
import { LoopbackServer } from "../loopback-server.ts";

export interface Passed {
  readonly path: string;
  /** The request as it came: its first line, headers and body, unpacked. */
  readonly bytes: Buffer;
}

type ChangeAnswer = (answer: { readonly headers: OutgoingHttpHeaders; readonly body: Buffer }) => {
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
};

/** Stands between two processes, keeps what the first one sends, and may change what the other one answers. */
export class Tap {
  readonly passed: Passed[] = [];
  readonly #server: LoopbackServer;
  readonly #to: string;
  readonly #change: ChangeAnswer;

  constructor(to: string, change: ChangeAnswer = (answer) => answer) {
    this.#to = to;
    this.#change = change;
    this.#server = new LoopbackServer((incoming, outgoing) => {
      this.#pass(incoming).then(
        ({ status, headers, body }) => outgoing.writeHead(status, headers).end(body),
        () => outgoing.writeHead(502).end(),
      );
    });
  }

  start(): Promise<string> {
    return this.#server.start();
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  async #pass(incoming: IncomingMessage) {
    const { method = "GET", url: path = "/", headers } = incoming;
    const body = await bytesOf(incoming);
    const plain = headers["content-encoding"] === "gzip" ? gunzipSync(body) : body;
    const head = Buffer.from(`${method} ${path}\n${JSON.stringify(incoming.rawHeaders)}\n`);
    this.passed.push({ path, bytes: Buffer.concat([head, plain]) });
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const onwards = request(
        new URL(path, this.#to),
        { method, headers: { ...headers, connection: "close" } },
        resolve,
      );
      onwards.on("error", reject);
      onwards.end(body);
    });
    const { connection: _, "transfer-encoding": __, "content-length": ___, ...kept } = answer.headers;
    const changed = this.#change({ headers: kept, body: await bytesOf(answer) });
    return { status: answer.statusCode ?? 502, ...changed };
  }
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
