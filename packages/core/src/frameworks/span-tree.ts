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
  /** Where each span stands in `spans`. */
  readonly #places: ReadonlyMap<string, number>;
  /** Where the parent of each span stands, by place; -1 where there is none. */
  readonly #parents: readonly number[];
  /** What was asked for, by the place of the parent: siblings have one way up. */
  readonly #ways: (readonly Span[] | undefined)[] = [];

  constructor(spans: readonly Span[]) {
    const places = new Map<string, number>();
    const kept: Span[] = [];
    for (const span of spans.length > MAX_SPANS ? spans.slice(0, MAX_SPANS) : spans) {
      if (places.has(span.spanId)) continue;
      places.set(span.spanId, kept.length);
      kept.push(sane(span));
    }
    if (!kept.every((span, place) => place === 0 || compare(kept[place - 1] as Span, span) < 0)) {
      kept.sort(compare);
      kept.forEach(({ spanId }, place) => places.set(spanId, place));
    }
    this.spans = kept;
    this.dropped = Math.max(0, spans.length - MAX_SPANS);
    this.#places = places;
    this.#parents = withoutCycles(kept, places);
  }

  find(spanId: string): Span | undefined {
    return this.#at(this.#places.get(spanId) ?? NOWHERE);
  }

  parent(span: Span): Span | undefined {
    return this.#at(this.#parentOf(span));
  }

  /** Ancestors from the parent up; ends at a missing parent, or at a depth no program reaches. */
  ancestors(span: Span): readonly Span[] {
    const parent = this.#parentOf(span);
    if (parent === NOWHERE) return NONE;
    const known = this.#ways[parent];
    if (known !== undefined) return known;
    const way: Span[] = [];
    for (let at = parent; at !== NOWHERE && way.length < MAX_DEPTH; at = this.#parents[at] ?? NOWHERE)
      way.push(this.spans[at] as Span);
    this.#ways[parent] = way;
    return way;
  }

  #at(place: number): Span | undefined {
    return place === NOWHERE ? undefined : this.spans[place];
  }

  #parentOf({ spanId }: Span): number {
    const place = this.#places.get(spanId);
    return place === undefined ? NOWHERE : (this.#parents[place] ?? NOWHERE);
  }
}

const NOWHERE = -1;
const NONE: readonly Span[] = [];

/** A span that ends before it starts lasted no time; moments that are no numbers are the epoch. */
function sane(span: Span): Span {
  const start = Number.isFinite(span.start) ? span.start : 0;
  const end = Number.isFinite(span.end) && span.end > start ? span.end : start;
  return start === span.start && end === span.end ? span : { ...span, start, end };
}

/** Parents by place of the child. In a ring of spans the one that started first is made an orphan. */
function withoutCycles(spans: readonly Span[], places: ReadonlyMap<string, number>): readonly number[] {
  const parents = spans.map(({ parentSpanId }) =>
    parentSpanId === undefined ? NOWHERE : (places.get(parentSpanId) ?? NOWHERE),
  );
  // A way up that always leads to an earlier span leads round nothing.
  if (parents.some((parent, place) => parent >= place)) cutRings(parents);
  return parents;
}

/** Each span is passed once: by the walk up from the first span below it. */
function cutRings(parents: number[]): void {
  const walks: (number | undefined)[] = [];
  const path: number[] = [];
  parents.forEach((_, walk) => {
    path.length = 0;
    let at = walk;
    while (at !== NOWHERE && walks[at] === undefined) {
      path.push(at);
      walks[at] = walk;
      at = parents[at] ?? NOWHERE;
    }
    // Places are in order of start.
    if (at !== NOWHERE && walks[at] === walk) parents[Math.min(...path.slice(path.indexOf(at)))] = NOWHERE;
  });
}

/** In order of start; of those that start together, by id. */
function compare(a: Span, b: Span): number {
  return a.start - b.start || (a.spanId < b.spanId ? -1 : a.spanId > b.spanId ? 1 : 0);
}
