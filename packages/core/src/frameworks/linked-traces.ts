import type { Span } from "../model/span.ts";

/** Other traces named for one request; a consumer of batches may link to hundreds. */
export const MAX_LINKED_TRACES = 20;

/**
 * Ids of other traces that spans of a request link to, in the order they are met: the message that was consumed, the
 * request that queued the work. They say where to look further, and nothing about what waited for what.
 */
export function linkedTraces(root: Span, below: readonly Span[]): readonly string[] {
  if (root.links.length === 0 && below.every(({ links }) => links.length === 0)) return NONE;
  const linked = new Set<string>();
  for (const span of [root, ...below]) {
    for (const { traceId } of span.links) {
      if (traceId !== root.traceId && linked.size < MAX_LINKED_TRACES) linked.add(traceId);
    }
  }
  return [...linked];
}

const NONE: readonly string[] = [];
