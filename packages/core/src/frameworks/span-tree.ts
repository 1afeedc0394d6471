import type { Span } from "../model/span.ts";

/** Spans of one trace and process looked at; the rest is counted as dropped. */
export const MAX_SPANS = 10_000;
/** Real nesting stays below 40; a longer chain is a mistake or an attack. */
const MAX_DEPTH = 200;

/**
 * Spans of one (trace, process) by id, in order of start. Tolerates what senders do: duplicate ids (the first wins),
 * parents that never arrived, spans that are their own ancestors, ends before starts.
 */
export class SpanTree {
  readonly spans: readonly Span[];
  readonly dropped: number;
  readonly #byId: ReadonlyMap<string, Span>;
  readonly #parents: ReadonlyMap<string, Span>;
  /** What was asked for: siblings have one way up. */
  readonly #ways = new Map<string, readonly Span[]>();

  constructor(spans: readonly Span[]) {
    const kept = spans.slice(0, MAX_SPANS);
    this.dropped = spans.length - kept.length;
    const byId = new Map<string, Span>();
    for (const span of kept) if (!byId.has(span.spanId)) byId.set(span.spanId, sane(span));
    this.spans = [...byId.values()].sort((a, b) => a.start - b.start || compare(a.spanId, b.spanId));
    this.#byId = byId;
    this.#parents = withoutCycles(this.spans, byId);
  }

  find(spanId: string): Span | undefined {
    return this.#byId.get(spanId);
  }

  parent(span: Span): Span | undefined {
    return this.#parents.get(span.spanId);
  }

  /** Ancestors from the parent up; ends at a missing parent, or at a depth no program reaches. */
  ancestors(span: Span): readonly Span[] {
    const parent = this.parent(span);
    if (parent === undefined) return NONE;
    const known = this.#ways.get(parent.spanId);
    if (known !== undefined) return known;
    const way: Span[] = [];
    for (let at: Span | undefined = parent; at !== undefined && way.length < MAX_DEPTH; at = this.parent(at))
      way.push(at);
    this.#ways.set(parent.spanId, way);
    return way;
  }
}

const NONE: readonly Span[] = [];

/** A span that ends before it starts lasted no time; moments that are no numbers are the epoch. */
function sane(span: Span): Span {
  const start = Number.isFinite(span.start) ? span.start : 0;
  const end = Number.isFinite(span.end) && span.end > start ? span.end : start;
  return start === span.start && end === span.end ? span : { ...span, start, end };
}

/** Parents by id of the child. In a ring of spans the one that started first is made an orphan. */
function withoutCycles(spans: readonly Span[], byId: ReadonlyMap<string, Span>): ReadonlyMap<string, Span> {
  const parents = new Map<string, Span>();
  for (const { spanId, parentSpanId } of spans) {
    const parent = parentSpanId === undefined ? undefined : byId.get(parentSpanId);
    if (parent !== undefined) parents.set(spanId, parent);
  }
  // Each span is passed once: by the walk up from the first span below it.
  const walks = new Map<string, number>();
  const path: Span[] = [];
  spans.forEach((span, walk) => {
    path.length = 0;
    let at: Span | undefined = span;
    while (at !== undefined && !walks.has(at.spanId)) {
      path.push(at);
      walks.set(at.spanId, walk);
      at = parents.get(at.spanId);
    }
    if (at !== undefined && walks.get(at.spanId) === walk) {
      parents.delete(earliest(path.slice(path.indexOf(at))).spanId);
    }
  });
  return parents;
}

function earliest(ring: readonly Span[]): Span {
  const [first, ...others] = ring;
  if (first === undefined) throw new Error("a ring of spans holds none");
  return others.reduce((found, span) => (isEarlier(span, found) ? span : found), first);
}

function isEarlier(a: Span, b: Span): boolean {
  return a.start < b.start || (a.start === b.start && a.spanId < b.spanId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
