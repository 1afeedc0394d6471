import type { IncomingMessage } from "node:http";
import { guarded } from "../guard.ts";
import { countDrop } from "../state.ts";

/** A longer body of an inbound request is not kept, in bytes. */
export const MAX_INBOUND_BODY = 65_536;
/** Bodies kept for all requests being recorded, in bytes. */
export const MAX_INBOUND_BODIES: number = 8 * 1024 * 1024;

/** All bodies kept at this moment. */
export interface KeptBytes {
  bytes: number;
}

const EVERYBODY: KeptBytes = { bytes: 0 };

/**
 * The body of an inbound request, noted while the parser hands it to whoever reads it; nothing is read or consumed, and
 * the chunks are the app's own. Before `keep` they live as long as the message does.
 */
export class InboundBody {
  readonly type: string;
  readonly #all: KeptBytes;
  #chunks: Buffer[] | undefined = [];
  #size = 0;
  /** Bytes of it that are in the sum of all. */
  #counted = 0;
  #keepers = 0;

  constructor(type: string, all: KeptBytes = EVERYBODY) {
    this.type = type;
    this.#all = all;
  }

  take(chunk: Buffer): void {
    if (this.#chunks === undefined) return;
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#keepers > 0) this.#count();
    this.#fit();
  }

  /** A request is recorded whose body this is: from now on it counts, until each that kept it has let it go. */
  keep(): void {
    this.#keepers += 1;
    if (this.#keepers > 1 || this.#chunks === undefined) return;
    this.#count();
    this.#fit();
  }

  release(): void {
    this.#keepers -= 1;
    if (this.#keepers === 0) this.#drop();
  }

  /** `undefined` where it was too long or there was no room for it. */
  text(): string | undefined {
    return this.#chunks === undefined ? undefined : Buffer.concat(this.#chunks).toString("utf8");
  }

  #count(): void {
    this.#all.bytes += this.#size - this.#counted;
    this.#counted = this.#size;
  }

  #fit(): void {
    if (this.#size <= MAX_INBOUND_BODY && this.#all.bytes <= MAX_INBOUND_BODIES) return;
    countDrop(this.#size > MAX_INBOUND_BODY ? "inbound-body" : "inbound-bodies");
    this.#drop();
  }

  #drop(): void {
    this.#all.bytes -= this.#counted;
    this.#counted = 0;
    this.#chunks = undefined;
  }
}

/** Starts to note the body of a message that has just arrived; `undefined` for none, and for what is no text. */
export function noteBody(message: IncomingMessage): InboundBody | undefined {
  const { method, headers } = message;
  if (method === undefined || method === "GET" || method === "HEAD") return undefined;
  const type = headers["content-type"] ?? "";
  if (!/json|text|xml|x-www-form-urlencoded|form-data/i.test(type)) return undefined;
  if (!/^(?:identity)?$/i.test(headers["content-encoding"] ?? "")) return undefined;
  if (Number(headers["content-length"] ?? 0) > MAX_INBOUND_BODY) return undefined;
  const body = new InboundBody(type);
  const push: IncomingMessage["push"] = message.push.bind(message);
  const value = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (Buffer.isBuffer(chunk)) guarded("inbound body", () => body.take(chunk));
    return push(chunk, encoding);
  };
  Object.defineProperty(message, "push", { value, configurable: true, writable: true });
  return body;
}
