import type { Span } from "../model/span.ts";
import { methodOf, textOf, urlOf } from "./attributes.ts";
import type { CallDraft } from "./call-draft.ts";
import { clientFacts, isConnectionSpan } from "./client-facts.ts";
import { NEXT_FETCH } from "./next.ts";
import type { SpanTree } from "./span-tree.ts";
import { isSubRequest } from "./sveltekit.ts";

const VERCEL_FETCH = "@vercel/otel/fetch";

export interface Folded {
  readonly drafts: readonly CallDraft[];
  /** Spans that took no network of their own (a memoized duplicate), with the span of the fetch they shared. */
  readonly shared: ReadonlyMap<string, string>;
}

/** One physical operation: the outermost CLIENT span and the CLIENT spans of other layers below or beside it. */
interface Group {
  readonly outer: Span;
  readonly inner: Span[];
}

/**
 * One call per physical operation, from all the spans of one request:
 *
 * ```
 * AppRender.fetch  |--------|            start, headers
 *   undici            |----------|       end, method, status
 * ```
 *
 * A CLIENT span below another is the same operation seen by another layer (an ORM over its driver, Next's fetch over
 * undici). `@vercel/otel` makes siblings instead, paired by parent, method and URL in order of start.
 */
export function foldClients(spans: readonly Span[], tree: SpanTree): Folded {
  const groups = pairVercel(groupByOutermost(spans, tree), tree);
  const shared = memoizedDuplicates(groups);
  const drafts = groups.filter(({ outer }) => !shared.has(outer.spanId)).map(draftOf);
  return {
    drafts: [...drafts, ...spans.filter((span) => isSubRequest(span) && !isClient(span)).map(internalDraft)],
    shared,
  };
}

function groupByOutermost(spans: readonly Span[], tree: SpanTree): readonly Group[] {
  const groups = new Map<string, Group>();
  const own = new Set(spans);
  for (const span of spans) {
    if (!isClient(span) || isConnectionSpan(span)) continue;
    const outer = outermost(span, tree, own);
    const group = groups.get(outer.spanId) ?? { outer, inner: [] };
    groups.set(outer.spanId, group);
    if (outer !== span) group.inner.push(span);
  }
  return [...groups.values()];
}

function isClient(span: Span): boolean {
  return span.kind === "client" || span.kind === "producer";
}

/** The topmost CLIENT ancestor of this request; a sub-request in between is another operation. */
function outermost(span: Span, tree: SpanTree, own: ReadonlySet<Span>): Span {
  let found = span;
  for (const above of tree.ancestors(span)) {
    if (!own.has(above) || isSubRequest(above)) break;
    if (isClient(above) && !isConnectionSpan(above)) found = above;
  }
  return found;
}

/** undici starts up to 26 ms after `@vercel/otel`'s span and neither nests in the other: equal calls pair in order of start. */
function pairVercel(groups: readonly Group[], tree: SpanTree): readonly Group[] {
  const wrappers = groups.filter(({ outer }) => outer.scope === VERCEL_FETCH);
  if (wrappers.length === 0) return groups;
  const waiting = new Map<string, Group[]>();
  for (const group of wrappers) {
    const key = identity(group.outer, tree);
    waiting.set(key, [...(waiting.get(key) ?? []), group]);
  }
  return groups.filter((group) => {
    if (group.outer.scope === VERCEL_FETCH) return true;
    const wrapper = waiting.get(identity(group.outer, tree))?.shift();
    wrapper?.inner.push(group.outer, ...group.inner);
    return wrapper === undefined;
  });
}

function identity(span: Span, tree: SpanTree): string {
  return [tree.parent(span)?.spanId ?? span.parentSpanId ?? "", methodOf(span) ?? "", urlOf(span) ?? ""].join("\u0000");
}

/**
 * React shares one fetch between equal ones of a render: Next still makes a span for each. Such a span has no network
 * span below it, is no cache hit and no failure, and an equal fetch beside it did go out. Where no layer below Next is
 * instrumented nothing can be told apart and every span stays a call.
 */
function memoizedDuplicates(groups: readonly Group[]): ReadonlyMap<string, string> {
  const shared = new Map<string, string>();
  const sent = new Map<string, string>();
  for (const { outer, inner } of groups) {
    if (isNextFetch(outer) && inner.length > 0) sent.set(fetchKey(outer), outer.spanId);
  }
  if (sent.size === 0) return shared;
  for (const { outer, inner } of groups) {
    const original = sent.get(fetchKey(outer));
    if (inner.length > 0 || original === undefined || !isNextFetch(outer)) continue;
    if (!isCacheHit(outer) && outer.status !== "error") shared.set(outer.spanId, original);
  }
  return shared;
}

function fetchKey(span: Span): string {
  return `${methodOf(span) ?? ""} ${urlOf(span) ?? ""}`;
}

function isNextFetch(span: Span): boolean {
  return textOf(span, "next.span_type") === NEXT_FETCH;
}

/** Only `hit` is to be trusted: a first cacheable miss says `skip` too. */
function isCacheHit(span: Span): boolean {
  return textOf(span, "next.fetch.cache_status") === "hit";
}

function draftOf({ outer, inner }: Group): CallDraft {
  const isWrapper = isNextFetch(outer) || outer.scope === VERCEL_FETCH;
  const network = inner.filter((span) => urlOf(span) !== undefined);
  const first = isWrapper ? (network[0] ?? outer) : outer;
  const last = isWrapper ? (network.at(-1) ?? outer) : outer;
  const firstFacts = clientFacts(first);
  const end = last.end;
  const headers = isNextFetch(outer) && network.length > 0 && outer.end < end ? outer.end : undefined;
  return {
    ...firstFacts,
    outcome: last === first ? firstFacts.outcome : clientFacts(last).outcome,
    start: Math.min(outer.start, first.start),
    ...(headers === undefined ? {} : { headers }),
    end: Math.max(end, outer.start),
    exact: false,
    cached: isNextFetch(outer) && isCacheHit(outer) && network.length === 0,
    spanIds: [outer, ...inner].map((span) => span.spanId),
    span: outer,
  };
}

/** `self` stands for this very server: no network, and its own calls are laid out within. */
function internalDraft(span: Span): CallDraft {
  const method = methodOf(span) ?? "GET";
  const route = textOf(span, "http.route") ?? "/{unknown}";
  const { outcome } = clientFacts(span);
  return {
    kind: "internal",
    method,
    target: `self${route}`,
    effect: method === "GET" || method === "HEAD" || method === "OPTIONS" ? "read" : "write",
    outcome,
    start: span.start,
    end: span.end,
    exact: false,
    cached: false,
    spanIds: [span.spanId],
    span,
  };
}
