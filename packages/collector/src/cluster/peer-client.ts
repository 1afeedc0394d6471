import { answerBytes } from "../answer-bytes.ts";
import { type Clock, steadyClock } from "../clock.ts";
import { WeirError } from "../errors.ts";
import type { Encoding } from "../ingest/body-form.ts";
import { MEDIA_TYPE } from "../ingest/media-type.ts";
import { retryAfterMs } from "../ingest/retry-after.ts";
import { BoundedMap } from "../pipeline/bounded-map.ts";
import { PEER_TRACES_PATH } from "./peer-paths.ts";
import { type PartOutcome, RETRY_AFTER } from "./part-outcome.ts";

/** Peers remembered at least. */
const MAX_PEERS = 256;
/** Of an answer about one part. */
const MAX_ANSWER_BYTES = 64 * 1024;

export interface PeerClientOptions {
  /** Shown to other collectors; nothing is shown when there is none. */
  readonly token: string | undefined;
  /** Of one part, until the other collector has it in its journal. A sender waits ten seconds for us. Milliseconds. */
  readonly timeoutMs: number;
  /** Parts on their way to one peer. More are not taken: nothing waits here. */
  readonly maxParts: number;
  /** Their bytes together; a single larger one may go alone. */
  readonly maxBytes: number;
  /** A peer that could not take a part is not asked again for so long: under overload most bodies need it. Milliseconds. */
  readonly pauseMs: number;
  /** Of a clock that does not jump. */
  readonly clock: Clock;
}

export const PEER_CLIENT: Omit<PeerClientOptions, "token"> = {
  timeoutMs: 5_000,
  maxParts: 128,
  maxBytes: 64 * 1024 * 1024,
  pauseMs: 200,
  clock: steadyClock,
};

/** What is known of one peer. */
interface Known {
  parts: number;
  bytes: number;
  /** Not asked until then, and what is answered meanwhile. */
  pausedUntil: number;
  lately: PartOutcome | undefined;
}

/** Hands parts of bodies to other collectors. Holds none of them: whoever sent the body keeps it until all are taken. */
export class PeerClient {
  readonly #options: PeerClientOptions;
  /** A list of peers that changes brings new ones; the oldest go. */
  readonly #known = new BoundedMap<string, Known>(MAX_PEERS);
  #bytes = 0;

  constructor(options: PeerClientOptions) {
    this.#options = options;
  }

  /** Bytes of all parts on their way. */
  get bytes(): number {
    return this.#bytes;
  }

  /** `peer` is its origin. Never throws for what happens on the way. */
  async send(peer: string, part: Buffer, encoding: Encoding): Promise<PartOutcome> {
    const { maxParts, maxBytes, pauseMs, clock } = this.#options;
    const known = this.#of(peer);
    if (known.lately !== undefined && clock() < known.pausedUntil) return known.lately;
    const isTooMuch = known.parts >= maxParts || (known.parts > 0 && known.bytes + part.length > maxBytes);
    if (isTooMuch) return { state: "later", why: "busy", retryAfter: RETRY_AFTER };
    this.#carry(known, 1, part.length);
    try {
      const outcome = await this.#post(peer, part, encoding);
      known.lately = outcome.state === "later" ? outcome : undefined;
      known.pausedUntil = clock() + pauseMs;
      return outcome;
    } finally {
      this.#carry(known, -1, -part.length);
    }
  }

  #of(peer: string): Known {
    const known = this.#known.get(peer) ?? { parts: 0, bytes: 0, pausedUntil: 0, lately: undefined };
    this.#known.set(peer, known);
    return known;
  }

  #carry(known: Known, parts: number, bytes: number): void {
    known.parts += parts;
    known.bytes += bytes;
    this.#bytes += bytes;
  }

  async #post(peer: string, part: Buffer, encoding: Encoding): Promise<PartOutcome> {
    const { token, timeoutMs } = this.#options;
    try {
      const response = await fetch(peer + PEER_TRACES_PATH, {
        method: "POST",
        body: part as Uint8Array<ArrayBuffer>,
        headers: {
          "content-type": MEDIA_TYPE[encoding],
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = (await answerBytes(response, MAX_ANSWER_BYTES)).toString("utf8");
      return outcomeOfAnswer(response, text);
    } catch {
      // Unreachable or too slow. It may have taken the part all the same; then it knows it when it comes again.
      return { state: "later", why: "away", retryAfter: RETRY_AFTER };
    }
  }
}

function outcomeOfAnswer(response: Response, text: string): PartOutcome {
  const { status, headers } = response;
  const after = retryAfterMs(headers.get("retry-after"), Date.now());
  const retryAfter = after === undefined ? RETRY_AFTER : Math.ceil(after / 1_000);
  if (status === 429 || status === 503) return { state: "later", why: "full", retryAfter };
  if (status === 401 || status === 403) return { state: "later", why: "stranger", retryAfter };
  const answer = fieldsOf(text);
  if (status === 200) {
    const { rejectedSpans, errorMessage } = answer;
    if (typeof rejectedSpans !== "number" || typeof errorMessage !== "string") return odd(retryAfter);
    const isQuiet = rejectedSpans === 0 && errorMessage === "";
    return { state: "taken", partial: isQuiet ? undefined : { rejectedSpans, errorMessage } };
  }
  if (status !== 400 && status !== 413) return odd(retryAfter);
  const error = new WeirError("WEIR_PART_REFUSED", "A part of the body cannot be read", { status });
  return { state: "refused", error };
}

function odd(retryAfter: number): PartOutcome {
  return { state: "later", why: "odd", retryAfter };
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {}; // another program answers there
  }
}
