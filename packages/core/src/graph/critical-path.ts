import type { Interval } from "../model/interval.ts";

/** A piece of work with the work inside it. */
export interface WorkNode<Id> extends Interval {
  readonly id: Id;
  /** False for work the parent did not wait for (a message sent, a background task): it and what is below it drop out. */
  readonly blocking?: boolean;
  readonly children: readonly WorkNode<Id>[];
}

export interface PathSection<Id> extends Interval {
  readonly id: Id;
}

/**
 * The chain of work that decided when `root` ended, latest section first.
 *
 * Walks back from the end: the child that finished last is what the parent waited for; from that child's start the walk
 * goes on. Children are cut to their parent. `<=` keeps a child that ends exactly where the next one starts. The rule is
 * that of CRISP (Zhang et al., ATC'22).
 *
 * ```
 * P ├────────────────────┤
 * A    ├─────┤                    P 60-100, B 40-60, A 10-40, P 0-10
 * B          ├────┤
 * ```
 */
export function criticalPath<Id>(root: WorkNode<Id>): readonly PathSection<Id>[] {
  const sections: PathSection<Id>[] = [];
  walk(root, root.start, root.end, sections);
  return sections;
}

function walk<Id>(node: WorkNode<Id>, start: number, end: number, sections: PathSection<Id>[]): void {
  const children = node.children
    .filter((child) => child.blocking !== false && child.start <= end && child.end >= start)
    .map((child) => ({ child, start: Math.max(child.start, start), end: Math.min(child.end, end) }))
    .filter((cut) => cut.end > cut.start || cut.child.end === cut.child.start)
    .sort((a, b) => b.end - a.end || b.start - a.start);
  let at = end;
  for (const cut of children) {
    if (cut.end > at) continue;
    if (cut.end < at) sections.push({ id: node.id, start: cut.end, end: at });
    walk(cut.child, cut.start, cut.end, sections);
    at = cut.start;
  }
  if (at > start || start === end) sections.push({ id: node.id, start, end: at });
}
