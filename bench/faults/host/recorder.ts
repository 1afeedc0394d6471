import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { LoopbackServer } from "../../../test/integration/loopback-server.ts";

/** Says nothing about the program: moments, and how a connection is used. */
const OF_THE_CONNECTION = new Set(["date", "connection", "keep-alive", "host", "transfer-encoding", "content-length"]);
/** Nothing has passed for so long: what a request started is over. Milliseconds. */
const QUIET_MS = 40;

export interface Exchange {
  readonly asked: string;
  /** Status, headers and body; what went wrong instead, where there was no answer. */
  answered: string;
  /** Status and headers of that. */
  head: string;
  /** Places in the row of everything that passed. */
  readonly began: number;
  ended: number;
}

/** Stands before a server, passes everything on as it is, and writes down what was asked and answered, in order. */
export class Recorder {
  readonly #server: LoopbackServer;
  readonly #to: () => string;
  #exchanges: Exchange[] = [];
  #open = 0;
  #moments = 0;
  #last = 0;

  constructor(to: () => string) {
    this.#to = to;
    this.#server = new LoopbackServer((incoming, outgoing) => {
      this.#open += 1;
      this.#pass(incoming)
        .then(
          ({ answer, body }) => outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders).end(body),
          () => outgoing.destroy(),
        )
        .finally(() => {
          this.#open -= 1;
          this.#last = performance.now();
        });
    });
  }

  start(): Promise<string> {
    return this.#server.start();
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** What has passed since the last time, once nothing passes any more. */
  async taken(): Promise<readonly Exchange[]> {
    while (this.#open > 0 || performance.now() - this.#last < QUIET_MS) await pause(5);
    const taken = this.#exchanges;
    this.#exchanges = [];
    return taken;
  }

  async #pass(incoming: IncomingMessage): Promise<{ readonly answer: IncomingMessage; readonly body: Buffer }> {
    const { method = "GET", url: path = "/", headers } = incoming;
    const exchange: Exchange = {
      asked: `${method} ${path}`,
      answered: "nothing",
      head: "",
      began: this.#moment(),
      ended: Infinity,
    };
    this.#exchanges.push(exchange);
    const sent = await bytesOf(incoming);
    Object.assign(exchange, { asked: [`${method} ${path}`, ...linesOf(headers), sent.toString("latin1")].join("\n") });
    const answer = await new Promise<IncomingMessage>((done, failed) => {
      const onwards = request(new URL(path, this.#to()), { method, headers, agent: false }, done);
      onwards.on("error", failed);
      onwards.end(sent);
    });
    const body = await bytesOf(answer);
    exchange.ended = this.#moment();
    exchange.head = [String(answer.statusCode), ...linesOf(answer.headers)].join("\n");
    exchange.answered = `${exchange.head}\n${body.toString("latin1")}`;
    return { answer, body };
  }

  #moment(): number {
    this.#moments += 1;
    return this.#moments;
  }
}

function linesOf(headers: IncomingHttpHeaders): readonly string[] {
  return Object.entries(headers)
    .filter(([name]) => !OF_THE_CONNECTION.has(name))
    .map(([name, value]) => `${name}: ${String(value)}`)
    .toSorted();
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
