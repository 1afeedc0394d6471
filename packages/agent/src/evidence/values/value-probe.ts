import { randomBytes } from "node:crypto";
import { performance } from "node:perf_hooks";
import { getHeapStatistics } from "node:v8";
import { EVIDENCE } from "@weir/core/wire";
import { countFailure, guard } from "../../guard.ts";
import type { Operation, Root } from "../../operation.ts";
import type { InboundRequest, IncomingResponse, OutgoingRequest, Probe } from "../probe.ts";
import { Exchange, snapshot } from "./exchange.ts";
import { fingerprint } from "./fingerprint.ts";
import { KeyedHash } from "./keyed-hash.ts";
import { KnownLeaves } from "./known-leaves.ts";
import { Names } from "./names.ts";
import { PositionHistory } from "./position-history.ts";
import { principalOf } from "./principal.ts";
import { RetainedTexts, retainedBytesFor } from "./retained-texts.ts";
import { RootMatching, type SlotFacts } from "./root-matching.ts";
import { type InboundSnapshot, inboundSource } from "./source.ts";

// Taken before anything is wrapped: the matching is nobody's continuation.
const soon = globalThis.setImmediate;

export interface ValueProbeOptions {
  /** Name of the service: its processes must tell the same responses and principals apart. */
  readonly service?: string;
  /** Lower-case names of headers that are never looked at. */
  readonly ignoredHeaders?: readonly string[];
  /** Bound of the texts kept by all live requests, in bytes. */
  readonly retainedBytes?: number;
}

export interface ValueProbe extends Probe {
  /** Response texts not kept, or let go, because of a bound. */
  readonly droppedTexts: number;
  /** Bytes of text kept right now. */
  readonly retainedBytes: number;
}

/**
 * Finds which values of a request stood in earlier responses or in the inbound request. While the request runs it only
 * keeps references; the search happens after its end (`prepare`), in turns. Facts leave, values never do: positions,
 * field paths that look like field names, and how unlikely the match is by accident.
 */
export function valueProbe(options: ValueProbeOptions = {}): ValueProbe {
  return new Values(options);
}

interface WatchedRoot {
  readonly inbound: InboundSnapshot | undefined;
  readonly exchanges: Map<Operation, Exchange>;
  matching?: RootMatching;
  work?: Generator<void>;
  /** The matching broke off: what it had found by then is not all there was to find. */
  failed?: true;
}

class Values implements ValueProbe {
  readonly #roots = new Map<Root, WatchedRoot>();
  readonly #texts: RetainedTexts;
  readonly #own = new KeyedHash(randomBytes(32).toString("hex"));
  readonly #shared: KeyedHash;
  readonly #names = new Names(this.#own);
  readonly #history = new PositionHistory();
  readonly #leaves: KnownLeaves;
  readonly #ignored: ReadonlySet<string>;

  constructor({ service = "", ignoredHeaders = [], retainedBytes }: ValueProbeOptions) {
    this.#shared = new KeyedHash(`weir ${service}`);
    this.#leaves = new KnownLeaves(this.#names, this.#shared);
    this.#ignored = new Set(ignoredHeaders);
    this.#texts = new RetainedTexts(retainedBytes ?? retainedBytesFor(getHeapStatistics().heap_size_limit));
  }

  get droppedTexts(): number {
    return this.#texts.dropped;
  }

  get retainedBytes(): number {
    return this.#texts.bytes;
  }

  enter(root: Root, inbound: InboundRequest | undefined): void {
    if (root.values === false) return;
    const seen = inbound && {
      method: inbound.method,
      url: inbound.url,
      headers: this.#looked(inbound.headers()),
      body: once(() => inbound.body?.()),
    };
    this.#roots.set(root, { inbound: seen, exchanges: new Map() });
  }

  begin(op: Operation, request: OutgoingRequest): void {
    const watched = this.#roots.get(op.root);
    if (watched === undefined) return;
    watched.exchanges.set(op, new Exchange(op, this.#allowed(request), this.#texts));
  }

  promised(): void {}

  headers(op: Operation, response: IncomingResponse | undefined): void {
    this.#exchangeOf(op)?.answered(response, this.#texts);
  }

  bodyPromised(): void {}

  body(op: Operation, response: IncomingResponse | undefined): void {
    const text = response?.text;
    const exchange = text === undefined ? undefined : this.#exchangeOf(op);
    if (exchange === undefined || text === undefined) return;
    if (exchange.response.text === undefined) this.#texts.keep(exchange.response, text);
  }

  prepare(root: Root, ready: () => void): void {
    const turn = guard("values", () => {
      if (this.#goOn(root)) soon(turn);
      else ready();
    });
    soon(turn);
  }

  leave(root: Root): void {
    for (const exchange of this.#roots.get(root)?.exchanges.values() ?? []) exchange.release(this.#texts);
    this.#roots.delete(root);
  }

  facts(op: Operation): SlotFacts {
    return this.#matchingOf(op.root)?.facts.get(op) ?? {};
  }

  rootFacts(root: Root): Readonly<Record<string, number | boolean>> {
    const watched = this.#roots.get(root);
    const matching = this.#matchingOf(root);
    if (watched === undefined || matching === undefined) return { [EVIDENCE.hasValues]: false };
    const { inbound } = watched;
    const principal = inbound === undefined ? undefined : principalOf(inbound.headers);
    return {
      [EVIDENCE.hasValues]: !matching.budget.exhausted,
      ...(inbound === undefined ? {} : { [EVIDENCE.inbound]: this.#own.bucket(inboundText(inbound), 16) }),
      ...(principal === undefined ? {} : { [EVIDENCE.principal]: this.#shared.bucket(principal, 6) }),
    };
  }

  #exchangeOf(op: Operation): Exchange | undefined {
    return this.#roots.get(op.root)?.exchanges.get(op);
  }

  /** The finished matching; what `prepare` was not given the time for is done at once. */
  #matchingOf(root: Root): RootMatching | undefined {
    while (this.#goOn(root));
    const watched = this.#roots.get(root);
    return watched?.failed === true ? undefined : watched?.matching;
  }

  /** Does a turn of the matching. @returns whether there is more of it */
  #goOn(root: Root): boolean {
    const watched = this.#roots.get(root);
    if (watched === undefined || watched.failed === true) return false;
    try {
      watched.matching ??= this.#match(watched);
      watched.work ??= watched.matching.run();
      return watched.work.next().done === false;
    } catch (error) {
      watched.failed = true;
      countFailure("values", error);
      return false;
    }
  }

  #match({ inbound, exchanges }: WatchedRoot): RootMatching {
    const identity = inbound === undefined ? "" : (principalOf(inbound.headers) ?? inboundText(inbound));
    return new RootMatching([...exchanges.values()], {
      names: this.#names,
      leaves: this.#leaves,
      shared: this.#shared,
      own: this.#own,
      history: this.#history,
      inbound: inbound === undefined ? undefined : inboundSource(inbound, this.#names),
      identity: fingerprint(identity),
      timeOrigin: performance.timeOrigin,
    });
  }

  #looked(headers: Iterable<readonly [string, string]>): ReturnType<typeof snapshot> {
    return snapshot(headers).filter(([name]) => !this.#ignored.has(name));
  }

  #allowed(request: OutgoingRequest): OutgoingRequest {
    const ignored = this.#ignored;
    if (ignored.size === 0) return request;
    return {
      method: request.method,
      url: request.url,
      ...(request.complete === true ? { complete: true } : {}),
      get partial() {
        return request.partial === true || [...request.headers()].some(([name]) => ignored.has(name));
      },
      headers: () => this.#looked(request.headers()),
      body: () => request.body(),
    };
  }
}

function inboundText({ method, url, headers, body }: InboundSnapshot): string {
  return `${method} ${url} ${principalOf(headers) ?? ""} ${body()?.text ?? ""}`;
}

/** The body arrives while the request runs, and is asked for when that is over. */
function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => (made ??= { result: make() }).result;
}
