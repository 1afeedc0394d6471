import type { Span } from "../model/span.ts";
import type { FrameworkReader } from "./framework-reader.ts";
import { nextReader } from "./next.ts";
import { nodeReader } from "./node.ts";
import type { SpanTree } from "./span-tree.ts";
import { sveltekitReader } from "./sveltekit.ts";

export interface LocalRoot {
  readonly root: Span;
  readonly reader: FrameworkReader;
  /** The root and everything of its request, in order of start. */
  readonly below: readonly Span[];
}

/** Most specific first: a plain SERVER span around a framework's root is that request seen from outside. */
const READERS: readonly FrameworkReader[] = [sveltekitReader, nextReader, nodeReader];

/**
 * Local roots: where a request begins in this process. `parentIsRemote` cannot tell, since an inbound `traceparent`
 * gives a root a parent, and Next's inner proxy span has a "remote" parent in the same process; what counts is whether
 * the way up leads through a CLIENT span (then the server called itself, and that is a request of its own).
 */
export function findRoots(tree: SpanTree): readonly LocalRoot[] {
  const readers = new Map<string, FrameworkReader>();
  for (const span of tree.spans) {
    if (span.kind === "client" || span.kind === "producer") continue;
    const reader = READERS.find((candidate) => candidate.isRoot(span));
    if (reader !== undefined) readers.set(span.spanId, reader);
  }
  const merged = mergeNested(tree, readers);
  const roots = merged.size > 0 ? merged : topmostSpans(tree);
  return collect(tree, roots);
}

/**
 * Every recognised span -> the span its request is counted under, with the reader that understands it best:
 *
 * ```
 * SERVER (http)                outer of two, not a framework's   -> the framework's
 *   handle.root / SERVER (next)
 *     SERVER (next, inner)     proxy.ts                          -> the outer
 * ```
 */
function mergeNested(tree: SpanTree, readers: ReadonlyMap<string, FrameworkReader>): Map<string, FrameworkReader> {
  const roots = new Map<string, FrameworkReader>();
  for (const span of tree.spans) {
    const reader = readers.get(span.spanId);
    if (reader === undefined) continue;
    const above = rootAbove(span, tree, readers);
    if (above === undefined || above.reader === nodeReader) roots.set(span.spanId, reader);
    if (above !== undefined && reader !== nodeReader && above.reader === nodeReader) roots.delete(above.span.spanId);
    if (above !== undefined && reader === nodeReader && above.reader === nodeReader) roots.delete(span.spanId);
  }
  return roots;
}

function rootAbove(
  span: Span,
  tree: SpanTree,
  readers: ReadonlyMap<string, FrameworkReader>,
): { readonly span: Span; readonly reader: FrameworkReader } | undefined {
  let found: { readonly span: Span; readonly reader: FrameworkReader } | undefined;
  for (const above of tree.ancestors(span)) {
    if (above.kind === "client" || above.kind === "producer") break;
    const reader = readers.get(above.spanId);
    if (reader !== undefined) found = { span: above, reader };
  }
  return found;
}

/**
 * No server span in this part of the trace: jobs and scripts. The topmost span counts if calls lie below it; Next's
 * spans at boot, and calls without anything around them, do not.
 */
function topmostSpans(tree: SpanTree): Map<string, FrameworkReader> {
  const roots = new Map<string, FrameworkReader>();
  for (const span of tree.spans) {
    if (span.kind !== "client" && span.kind !== "producer") continue;
    let top: Span | undefined;
    for (const above of tree.ancestors(span)) top = above;
    if (top !== undefined && top.kind !== "client" && top.scope !== "next.js") roots.set(top.spanId, nodeReader);
  }
  return roots;
}

function collect(tree: SpanTree, readers: ReadonlyMap<string, FrameworkReader>): readonly LocalRoot[] {
  const below = new Map<string, Span[]>([...readers.keys()].map((id) => [id, []]));
  const rootOf = new Map<string, string | undefined>();
  const roots = tree.spans.filter((span) => readers.has(span.spanId));
  for (const span of tree.spans) {
    const root = resolveRoot(span, tree, readers, rootOf) ?? adopt(span, roots);
    if (root !== undefined) below.get(root)?.push(span);
  }
  return roots.map((root) => ({
    root,
    reader: readers.get(root.spanId) ?? nodeReader,
    below: below.get(root.spanId) ?? [],
  }));
}

/** Nearest root at or above a span, remembered for every span on the way. */
function resolveRoot(
  span: Span,
  tree: SpanTree,
  readers: ReadonlyMap<string, FrameworkReader>,
  known: Map<string, string | undefined>,
): string | undefined {
  const above = tree.ancestors(span);
  let steps = 0;
  let at: Span | undefined = span;
  while (at !== undefined && !readers.has(at.spanId) && !known.has(at.spanId)) at = above[steps++];
  const found = at === undefined || readers.has(at.spanId) ? at?.spanId : known.get(at.spanId);
  if (steps > 0) known.set(span.spanId, found);
  for (let step = 0; step < steps - 1; step += 1) known.set(above[step]?.spanId ?? "", found);
  return found;
}

/** A span whose parent never arrived belongs to the request that had begun last before it. */
function adopt(span: Span, roots: readonly Span[]): string | undefined {
  if (span.kind === "server" || span.kind === "consumer") return undefined;
  return roots.findLast((root) => root.start <= span.start)?.spanId;
}
