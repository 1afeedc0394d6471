import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { answerBytes } from "../../answer-bytes.ts";
import { WeirError } from "../../errors.ts";
import type { Counter, Metrics } from "../../metrics.ts";
import type { PeerList } from "../peer-list.ts";
import { PEER_NOTICES_PATH } from "../peer-paths.ts";
import { NOTICE_KINDS, type NoticeHead, noticeId, type NoticeKind, type NoticeShelf } from "./notice-shelf.ts";

/** A notice after it is unpacked. Bytes. */
const MAX_UNPACKED = 64 * 1024 * 1024;
/** Of a list of notices, or a packed one. Bytes. */
const MAX_ANSWER = 32 * 1024 * 1024;
/** Of one question. Milliseconds. */
const TIMEOUT_MS = 10_000;

const pack = promisify(gzip);
const unpack = promisify(gunzip);

export interface NoticesParts {
  readonly shelf: NoticeShelf;
  readonly peers: PeerList;
  readonly token: string | undefined;
  readonly metrics: Metrics;
  /**
   * Does here what an agent asked another collector to do. Errors are told, and the notice is kept; one of status 503 says
   * that it may be done another time, and then it is asked for again.
   */
  readonly apply: (kind: NoticeKind, content: unknown, at: number) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Agents tell one collector, through the load balancer, and all of them have to know. Each collector keeps what it was
 * told and asks the others, now and when one of them says that there is something new, for what it lacks. So one that
 * was away, or is new, comes to know all of it.
 */
export class Notices {
  readonly #parts: NoticesParts;
  readonly #fetched: Counter;
  /** Tag of the list each peer had when it was last gone through. */
  readonly #tags = new Map<string, string>();
  #looking: Promise<void> = Promise.resolve();

  constructor(parts: NoticesParts) {
    const { metrics, shelf } = parts;
    this.#parts = parts;
    this.#fetched = metrics.counter(
      "weir_cluster_notices_total",
      "What agents told other collectors, fetched from them",
    );
    metrics.gauge("weir_cluster_notices_dropped", "Notices let go at a bound since the start", () => shelf.dropped);
  }

  /**
   * An agent told this collector, which has acted on it: the others are to know. `key` says what makes it the same;
   * without one it is the content.
   */
  async tell(kind: NoticeKind, content: unknown, at: number, key?: string): Promise<void> {
    const { shelf } = this.#parts;
    const text = JSON.stringify(content);
    const head = { id: noticeId(kind, key ?? text), kind, at };
    if (shelf.knows(head)) return;
    shelf.put(head, await pack(text, { level: 1 }));
    // Whoever does not hear of it asks by itself before long.
    for (const peer of this.#others()) void this.#ask(peer, "/look", "POST").catch(() => undefined);
  }

  /** Asks all others for what is not here. One round at a time. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#lookAround());
    return this.#looking;
  }

  async #lookAround(): Promise<void> {
    for (const peer of this.#others()) {
      await this.#lookAt(peer).catch((error: unknown) => this.#parts.onFailure(error));
    }
  }

  #others(): readonly string[] {
    const { homes, self } = this.#parts.peers;
    return homes.peers.filter((_, index) => index !== self);
  }

  async #lookAt(peer: string): Promise<void> {
    const { shelf } = this.#parts;
    const tag = this.#tags.get(peer);
    const answer = await this.#ask(peer, "", "GET", tag === undefined ? {} : { "if-none-match": tag }).catch(
      unlessAway,
    );
    // A peer that is away is asked again later.
    if (answer === undefined || answer.status === 304) return;
    let isThrough = true;
    for (const head of readHeads(answer.text())) {
      if (shelf.knows(head)) continue;
      const packed = await this.#ask(peer, `/${head.id}`, "GET");
      if (!(await this.#take(head, packed.bytes))) isThrough = false;
    }
    if (answer.tag !== null && isThrough) this.#tags.set(peer, answer.tag);
  }

  /** False when it could not be acted on now: it is not kept, and asked for again. */
  async #take(head: NoticeHead, packed: Buffer): Promise<boolean> {
    const { shelf, apply, onFailure } = this.#parts;
    const content: unknown = JSON.parse((await unpack(packed, { maxOutputLength: MAX_UNPACKED })).toString("utf8"));
    try {
      await apply(head.kind, content, head.at);
    } catch (error) {
      onFailure(error);
      if (error instanceof WeirError && error.status === 503) return false;
    }
    shelf.put(head, packed);
    this.#fetched.add(1, { kind: head.kind });
    return true;
  }

  async #ask(peer: string, path: string, method: "GET" | "POST", headers: Readonly<Record<string, string>> = {}) {
    const { token } = this.#parts;
    const response = await fetch(peer + PEER_NOTICES_PATH + path, {
      method,
      headers: { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const bytes = await answerBytes(response, MAX_ANSWER);
    if (response.status === 503) throw new Error("a peer is shutting down");
    if (!response.ok && response.status !== 304) throw refusal(`A peer answered ${response.status}`);
    return { status: response.status, tag: response.headers.get("etag"), bytes, text: () => bytes.toString("utf8") };
  }
}

/** Who is not there is asked again later; who is there and does not answer as a peer is worth a line in the log. */
function unlessAway(error: unknown): undefined {
  if (error instanceof WeirError) throw error;
}

function refusal(what: string): WeirError {
  return new WeirError("WEIR_NO_PEER_THERE", `${what} when it was asked for notices`, {
    hint: "All addresses in --peers are collectors with the same WEIR_PEER_TOKEN",
  });
}

/** What of a list has the form of ours. */
function readHeads(text: string): readonly NoticeHead[] {
  const { notices } = JSON.parse(text) as { readonly notices?: unknown };
  return Array.isArray(notices) ? notices.filter(isHead) : [];
}

function isHead(value: unknown): value is NoticeHead {
  const { id, kind, at, bytes } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isKnown = NOTICE_KINDS.includes(kind as NoticeKind) && /^[0-9a-f]{32}$/.test(String(id));
  return isKnown && Number.isSafeInteger(at) && (at as number) >= 0 && Number.isSafeInteger(bytes);
}
