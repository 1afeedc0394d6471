import { OPERATION } from "@weir/core/wire";
import type { Operation } from "../../operation.ts";
import { type Earlier, EarlierSources } from "./earlier-sources.ts";
import type { Exchange } from "./exchange.ts";
import { chosen, type Explained, linesOf } from "./explanation.ts";
import { fingerprint } from "./fingerprint.ts";
import type { KeyedHash } from "./keyed-hash.ts";
import type { KnownLeaves } from "./known-leaves.ts";
import { linkPosition, needlesOf, partPositions, wholePosition } from "./matching.ts";
import type { Names } from "./names.ts";
import { type PositionContext, PositionExplainer, responseCandidates } from "./position-explainer.ts";
import { SearchBudget } from "./search-budget.ts";
import { type SentRequest, slotsOf, type SlotValue } from "./slots.ts";

/** Taking a text apart costs about as much as so many searches of it. */
const INDEX_COST = 8;
/** Frames that make a call site; further ones tell who came by, not where it was called. */
const SITE_FRAMES = 5;

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
      yield* this.#afford(slot, earlier);
      if (this.budget.exhausted) return;
      const { positions, ...slotState } = this.#explainer.explain(exchange.op, site, slot, earlier);
      explained.push(...positions);
      unsettled ||= slotState.unsettled;
    }
    if (!earlier.unseen) this.#explainer.sent(explained);
    const link = linkPosition(path);
    const linked = chosen(responseCandidates(link, earlier, 1));
    if (linked.length > 0) explained.push({ position: link, candidates: linked, repeated: false, first: false });
    this.facts.set(exchange.op, {
      [OPERATION.slots]: explained.flatMap(linesOf),
      ...(partial || earlier.unseen || unsettled ? { [OPERATION.slotsPartial]: true } : {}),
      [OPERATION.request]: this.#context.own.bucket(`${request.method} ${request.url} ${request.body ?? ""}`, 16),
      ...this.#responseFacts(exchange, site),
    });
  }

  /** Only of a response that was seen in full: others do not count as different ones. */
  #responseFacts(exchange: Exchange, site: string): SlotFacts {
    const { shared, leaves } = this.#context;
    const { op, response } = exchange;
    const { text } = response;
    if (text === undefined) return {};
    const found = leaves.facts(site, text, () => exchange.json());
    return {
      [OPERATION.response]: shared.bucket(`${op.status} ${text}`, 3),
      ...(found === undefined ? {} : { [OPERATION.leaves]: found }),
    };
  }

  /** Searches for the slot's values ahead of the matching, so that the search can be interrupted. */
  *#afford(slot: SlotValue, { sources }: Earlier): Generator<void> {
    const needles = [wholePosition(slot), ...partPositions(slot)].flatMap(needlesOf);
    for (const [, source] of sources) {
      for (const needle of needles) {
        const cost = source.cost(needle);
        const found = cost > 0 && source.mayHold(needle);
        if (this.budget.spend(found ? cost * INDEX_COST : cost)) yield;
        if (this.budget.exhausted) return;
      }
    }
  }
}

/** The call site as far as it is known; without a stack, the shape of the request has to do. */
function siteOf(op: Operation, { method, url }: SentRequest): string {
  if (op.stack !== undefined) return fingerprint(op.stack.split("\n", SITE_FRAMES).join("\n"));
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return `${method} ${parsed?.host ?? url} ${parsed?.pathname.split("/").length ?? 0}`;
}
