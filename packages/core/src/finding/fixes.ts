import type { AnalysedEdge, Fix } from "../analysis/request-analysis.ts";
import type { Place, SourceFact } from "../evidence/source-fact.ts";
import type { OrderedPair } from "../graph/ordered-pairs.ts";
import { reschedule } from "../graph/reschedule.ts";
import type { MicrosRange } from "../model/interval.ts";
import type { Request } from "../model/request.ts";
import { fingerprintText } from "./fingerprint.ts";
import type { FindingKind } from "./kind.ts";

/** Calls listed per fix. */
const MAX_CALLS = 24;
const SHOWN_ROUNDS = 2;

/** An edge together with what it was decided from. `pair` is the object the graph knows. */
export interface JudgedEdge {
  readonly edge: AnalysedEdge;
  readonly pair: OrderedPair;
  readonly fact: SourceFact | undefined;
  /** The order may be given up in this request. */
  readonly needless: boolean;
  /** The later call has an earlier one that nobody judged: it is not known what it can start with. */
  readonly tied?: true;
}

interface Group {
  readonly kind: FindingKind;
  readonly place: Place | undefined;
  /** Positions in the list of judged edges. */
  readonly needless: number[];
}

/** An order that may be given up: nothing shows a need, and that is known well enough to say so. */
export function isNeedless({ verdict, tier }: Pick<AnalysedEdge, "verdict" | "tier">): boolean {
  return (verdict === "independent" || verdict === "independent-by-rewrite") && (tier === "proven" || tier === "high");
}

/**
 * The fixes of one request. One fix is one place in the code (function and kind); a wait in a layout that many routes
 * share is one fix. Savings of single edges do not add up, so each fix is measured by rescheduling without its edges.
 */
export function fixesOf(
  request: Request,
  judged: readonly JudgedEdge[],
  digest: (text: string) => string,
): readonly Fix[] {
  const pairs = waitingPairs(judged);
  return groupsOf(judged).map((group) => fixOf(request, judged, pairs, group, digest));
}

/** The orders that are kept or given up: all but those of calls that nobody waited for. */
export function waitingPairs(judged: readonly JudgedEdge[]): readonly OrderedPair[] {
  return judged.flatMap(({ edge, pair }) => (edge.unwaited === true ? [] : pair));
}

function groupsOf(judged: readonly JudgedEdge[]): readonly Group[] {
  const groups = new Map<string, Group>();
  judged.forEach(({ fact, needless: isFree }, index) => {
    if (!isFree) return;
    const kind = fact?.kind ?? "serial";
    const place = fact?.place;
    const key = [kind, place?.file ?? "", place?.function ?? ""].join("\u0000");
    const group = groups.get(key) ?? { kind, place, needless: [] };
    groups.set(key, group);
    group.needless.push(index);
  });
  return [...groups.values()];
}

function fixOf(
  request: Request,
  judged: readonly JudgedEdge[],
  pairs: readonly OrderedPair[],
  { kind, place, needless }: Group,
  digest: (text: string) => string,
): Fix {
  const members = [...membersOf(judged, needless)].sort((a, b) => a - b);
  const calls = (kind === "loop" ? folded(request, members, place) : members).slice(0, MAX_CALLS);
  const inside = judged.flatMap(({ edge }, index) =>
    edge.unwaited !== true && calls.includes(edge.from) && calls.includes(edge.to) ? [index] : [],
  );
  const orders = inside.flatMap((index) => judged[index] ?? []);
  const given = inside.filter((index) => needless.includes(index)).flatMap((index) => judged[index]?.edge ?? []);
  const layers = layersOf(calls, orders, { given, isBarrier: kind === "barrier" });
  const fingerprint = digest(
    fingerprintText(request, {
      kind,
      calls: calls.flatMap((at) => request.calls[at] ?? []),
      ...(place === undefined ? {} : { place }),
    }),
  );
  return {
    fingerprint,
    kind,
    calls,
    ...layers,
    edges: inside,
    ...(place === undefined ? {} : { place }),
    saved: savingWithout(request, judged, pairs, needless),
  };
}

/**
 * A loop is shown by two of its rounds, however many it had: the finding is the same for three items and for fifty. A
 * call before the loop that goes through the same helper is none of its rounds: the stacks differ where the loop is.
 */
function folded(request: Request, members: readonly number[], place: Place | undefined): readonly number[] {
  const rounds = new Map<string, number>();
  return members.filter((member) => {
    const call = request.calls[member];
    if (call === undefined) return false;
    const at = Math.max(
      0,
      call.frames.findLastIndex(({ file }) => file === place?.file),
    );
    const frames = call.frames.slice(0, at + 1).map(({ file, line, column }) => `${file}:${line}:${column}`);
    const site = [call.method, call.target, ...frames].join(" ");
    const round = (rounds.get(site) ?? 0) + 1;
    rounds.set(site, round);
    return round <= SHOWN_ROUNDS;
  });
}

/** The calls of the needless edges, and what the freed ones still have to wait for. */
function membersOf(judged: readonly JudgedEdge[], needless: readonly number[]): ReadonlySet<number> {
  const needs = needsOf(judged);
  const members = new Set<number>();
  for (const index of needless) {
    const edge = judged[index]?.edge;
    if (edge === undefined || (members.has(edge.from) && members.has(edge.to))) continue;
    const needed = [...(needs.get(edge.to) ?? [])];
    const nearest = needed.filter((need) => !needed.some((other) => needs.get(other)?.has(need) === true));
    for (const call of [edge.from, edge.to, ...nearest]) members.add(call);
  }
  return members;
}

/** For each call the earlier ones it has to wait for. */
function needsOf(judged: readonly JudgedEdge[]): ReadonlyMap<number, ReadonlySet<number>> {
  const needs = new Map<number, Set<number>>();
  for (const { edge, needless } of judged) {
    if (needless || edge.unwaited === true) continue;
    const set = needs.get(edge.to) ?? new Set<number>();
    needs.set(edge.to, set);
    set.add(edge.from);
  }
  return needs;
}

interface GivenUp {
  /** Orders between the calls that this fix gives up. */
  readonly given: readonly AnalysedEdge[];
  readonly isBarrier: boolean;
}

/**
 * Calls with the same needed predecessors can start at one moment. Groups are in the order of their first call; a group
 * of one is listed when it waits for less than before.
 */
function layersOf(
  calls: readonly number[],
  inside: readonly JudgedEdge[],
  { given, isBarrier }: GivenUp,
): Pick<Fix, "startTogether" | "after"> {
  const groups = new Map<string, { members: number[]; needs: readonly number[] }>();
  // The members of a barrier are joined by the barrier.
  const joined = isBarrier ? [] : joinedBy(calls, given);
  for (const [position, call] of calls.entries()) {
    const needs = inside
      .filter(({ edge, needless }) => edge.to === call && !needless)
      .map(({ edge }) => calls.indexOf(edge.from));
    const isTied = inside.some(({ edge, tied }) => edge.to === call && tied === true);
    const key = isTied ? `tied ${call}` : `${needs.join(",")} ${joined[position] ?? ""}`;
    const group = groups.get(key) ?? { members: [], needs };
    groups.set(key, group);
    group.members.push(position);
  }
  const freed = (position: number): boolean => given.some(({ to }) => to === calls[position]);
  const listed = [...groups.values()].filter(({ members }) => members.length > 1 || members.some(freed));
  const after = new Set(listed.flatMap(({ needs }) => needs));
  return { startTogether: listed.map(({ members }) => members), after: [...after].sort((a, b) => a - b) };
}

/**
 * For each position the first one that it is joined with by the orders given up. Calls that one still waits for are
 * members to be named: when they start among themselves is none of this fix.
 */
function joinedBy(calls: readonly number[], given: readonly AnalysedEdge[]): readonly number[] {
  const roots = calls.map((_, position) => position);
  for (const { from, to } of given) {
    const [a = 0, b = 0] = [roots[calls.indexOf(from)], roots[calls.indexOf(to)]];
    roots.forEach((root, position) => {
      if (root === Math.max(a, b)) roots[position] = Math.min(a, b);
    });
  }
  return roots;
}

/** What the request would have gained by giving up just these orders. */
function savingWithout(
  request: Request,
  judged: readonly JudgedEdge[],
  pairs: readonly OrderedPair[],
  needless: readonly number[],
): MicrosRange {
  const removed = new Set(needless.flatMap((index) => judged[index]?.pair ?? []));
  return reschedule(request, request.calls, pairs, removed).saved;
}
