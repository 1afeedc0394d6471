import { OPERATION } from "@weir/core/wire";
import type { Operation } from "../../operation.ts";
import { type Earlier, EarlierSources } from "./earlier-sources.ts";
import type { Exchange } from "./exchange.ts";
import { chosen, type Explained, linesOf } from "./explanation.ts";
import { fingerprint } from "./fingerprint.ts";
import type { KeyedHash } from "./keyed-hash.ts";
import type { KnownLeaves } from "./known-leaves.ts";
import { linkPosition, partPositions, type Position, wholePosition } from "./matching.ts";
import type { Names } from "./names.ts";
import { type PositionContext, PositionExplainer, responseCandidates, type Told } from "./position-explainer.ts";
import { SearchBudget } from "./search-budget.ts";
import { type SentRequest, slotsOf } from "./slots.ts";
import { Tokens } from "./token.ts";

/** Frames of the app's own that make a call site; further ones tell who came by, not where it was called. */
const SITE_FRAMES = 6;
/** Stacks whose sites are remembered: the same few come with every request. */
const MAX_STACKS = 1000;
/** The runtime's and packages': below a client that awaits before it connects they are the same for every call. */
const FOREIGN = /[\\/]node_modules[\\/]|\(?node:/;

export interface MatchingContext extends PositionContext {
  readonly names: Names;
  readonly leaves: KnownLeaves;
  /** The same in every process of a service: tells a few responses apart. */
  readonly shared: KeyedHash;
  /** Of this process only: tells a repeated request. */
  readonly own: KeyedHash;
}

export type SlotFacts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Explains every position of every request of one root, in turns. */
export class RootMatching {
  readonly facts: Map<Operation, SlotFacts> = new Map();
  readonly budget: SearchBudget = new SearchBudget();
  readonly #exchanges: readonly Exchange[];
  readonly #context: MatchingContext;
  readonly #earlier: EarlierSources;
  readonly #explainer: PositionExplainer;
  readonly #tokens = new Tokens();

  constructor(exchanges: readonly Exchange[], context: MatchingContext) {
    this.#exchanges = exchanges;
    this.#context = context;
    this.#earlier = new EarlierSources(exchanges, context.names);
    this.#explainer = new PositionExplainer(context);
  }

  /** Yields where other work may run. */
  *run(): Generator<void> {
    for (const exchange of this.#exchanges) {
      yield* this.#explain(exchange);
      if (this.budget.exhausted) return;
    }
  }

  *#explain(exchange: Exchange): Generator<void> {
    const request = exchange.sent();
    const { slots, path, partial } = slotsOf(request, this.#context.names);
    const earlier = this.#earlier.before(exchange);
    const site = siteOf(exchange.op, request);
    const explained: Explained[] = [];
    let unsettled = false;
    for (const slot of slots) {
      const whole = wholePosition(slot, this.#tokens);
      while (!this.#isSearched(whole, earlier)) yield;
      if (this.budget.exhausted) return;
      let all: readonly Told[] = [this.#explainer.whole(exchange.op, site, whole, earlier)];
      if (all[0]?.explained.candidates.length === 0) {
        // As a whole it is nowhere: by its parts.
        const parts = partPositions(slot, this.#tokens);
        for (const part of parts) while (!this.#isSearched(part, earlier)) yield;
        if (this.budget.exhausted) return;
        all = this.#explainer.parts(exchange.op, site, all[0], parts, earlier);
      }
      for (const told of all) {
        explained.push(told.explained);
        unsettled ||= told.unsettled && told.explained.candidates.length === 0;
      }
    }
    if (!earlier.unseen) this.#explainer.sent(explained);
    this.#addLink(path, earlier, explained);
    const isPartial = partial || earlier.unseen || unsettled;
    this.facts.set(exchange.op, this.#factsOf(exchange, request, site, explained, isPartial));
  }

  /** The whole path may be a link that a response holds. */
  #addLink(path: string, earlier: Earlier, explained: Explained[]): void {
    const link = linkPosition(path, this.#tokens);
    const candidates = chosen(responseCandidates(link, earlier, 1));
    if (candidates.length > 0) explained.push({ position: link, candidates, repeated: false, first: false });
  }

  #factsOf(
    exchange: Exchange,
    { method, url, body }: SentRequest,
    site: string,
    explained: readonly Explained[],
    isPartial: boolean,
  ): SlotFacts {
    const facts: Record<string, SlotFacts[string]> = { [OPERATION.slots]: explained.flatMap(linesOf) };
    if (isPartial) facts[OPERATION.slotsPartial] = true;
    facts[OPERATION.request] = this.#context.own.bucket(`${method} ${url} ${body ?? ""}`, 16);
    this.#addResponse(exchange, site, facts);
    return facts;
  }

  /** Only of a response that was seen in full: others do not count as different ones. */
  #addResponse(exchange: Exchange, site: string, facts: Record<string, SlotFacts[string]>): void {
    const { shared, leaves, names } = this.#context;
    const { op, response } = exchange;
    const { text } = response;
    if (text === undefined) return;
    facts[OPERATION.response] = shared.bucket(`${op.status} ${text}`, 3);
    const found = leaves.facts(site, text, () => exchange.json(names));
    if (found !== undefined) facts[OPERATION.leaves] = found;
  }

  /**
   * Searches for the position's values ahead of the matching, so that the search can be interrupted. False where other
   * work may run before the rest is done.
   */
  #isSearched({ tokens }: Position, { sources }: Earlier): boolean {
    if (this.budget.exhausted) return true;
    for (const [, source] of sources) {
      for (const token of tokens) {
        if (!source.isSearched(token) && this.budget.spend(source.search(token))) return this.budget.exhausted;
      }
    }
    return true;
  }
}

/** The call site as far as it is known; without a stack, the shape of the request has to do. */
function siteOf(op: Operation, { method, url }: SentRequest): string {
  if (op.stack !== undefined) return siteOfStack(op.stack);
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return `${method} ${parsed?.host ?? url} ${parsed?.pathname.split("/").length ?? 0}`;
}

const sites = new Map<string, string>();

function siteOfStack(stack: string): string {
  let site = sites.get(stack);
  if (site === undefined) {
    const frames = stack.split("\n");
    const own = frames.filter((frame) => !FOREIGN.test(frame));
    site = String(fingerprint((own.length > 0 ? own : frames).slice(0, SITE_FRAMES).join("\n")));
    if (sites.size >= MAX_STACKS) sites.clear();
    sites.set(stack, site);
  }
  return site;
}
