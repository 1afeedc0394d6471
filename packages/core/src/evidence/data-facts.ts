import type { Call, Slot, ValueSource } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { addCount, type ProfileBuilder } from "./profile.ts";

/** Positions of B counted per pair, and candidates per position; what is left out is counted and forbids "absent". */
const MAX_SLOTS = 16;
const MAX_CANDIDATES = 8;
const MAX_NAME = 60;

/** A match worth so many bits is no accident: one in a million. Distinctive enough for a single request. */
export const DISTINCTIVE_BITS = 20;

/** A match so weak shows nothing in a request that was seen only in part. */
const TELLING_BITS = 10;

/** Field of the status of an A whose body had not been read. */
export const STATUS_FIELD = "v|status|";

/** Distinct responses and principals are told apart in so many buckets: the number of non-empty ones is a lower bound. */
export const BUCKETS = 8;

/**
 * Counts what the values of one request say of a pair. Candidates of a position are counted one by one, so that the
 * intersection over requests is simply those whose count is the position's own:
 *
 * | field | counts |
 * |---|---|
 * | `v\|n` | requests in which the values of both calls were recorded in full |
 * | `v\|r\|bucket`, `v\|p\|bucket` | responses of A, principals, by hash bucket |
 * | `v\|unread` | A's body had not been read when B started |
 * | `v\|status\|code` | status of such an A |
 * | `v\|s\|slot` | position seen |
 * | `v\|s\|slot\|kind\|path` | candidate: `in`, `clock`, `constant`, `prior` (had ended before A began), `other`, `a`; `in?`, `constant?` where a response fitted better |
 * | `v\|w\|slot\|path` | sum of the bits of a candidate `in?`; 0 for a value told before |
 * | `v\|b\|slot` | sum of the bits of A's best candidate; the agent tells 0 for a value it has told before |
 * | `v\|dep\|slot\|path` | a distinctive match with A that nothing else explains |
 */
export class ValueObserver {
  readonly #request: Request;
  readonly #positions = new Map<Call, readonly Position[]>();

  constructor(request: Request) {
    this.#request = request;
  }

  observe(builder: ProfileBuilder, from: Call, to: Call): void {
    if (from.values === undefined || to.values === undefined) return;
    const positions = this.#positionsOf(to, to.values.slots);
    if (to.values.partial === true) {
      observeMatches(builder, from, positions);
      return;
    }
    addCount(builder, "v|n");
    const { responseHash, bodyReadAt } = from.values;
    const { principal } = this.#request;
    if (responseHash !== undefined) addCount(builder, `v|r|${responseHash % BUCKETS}`);
    if (principal !== undefined) addCount(builder, `v|p|${principal % BUCKETS}`);
    if (bodyReadAt === undefined || bodyReadAt > to.start) {
      addCount(builder, "v|unread");
      addCount(builder, `${STATUS_FIELD}${"status" in from.outcome ? from.outcome.status : from.outcome.class}`);
    }
    if (to.values.slots.length > MAX_SLOTS) addCount(builder, "v|cut");
    for (const position of positions) observePosition(builder, from, position);
  }

  /** Read once for every call, however many come before it: most of a position does not depend on which of them is A. */
  #positionsOf(to: Call, slots: readonly Slot[]): readonly Position[] {
    let positions = this.#positions.get(to);
    if (positions === undefined) {
      positions = slots.slice(0, MAX_SLOTS).map((slot) => positionOf(slot, this.#request.calls));
      this.#positions.set(to, positions);
    }
    return positions;
  }
}

interface Position {
  readonly field: string;
  readonly name: string;
  readonly candidates: readonly Candidate[];
}

interface Candidate {
  readonly source: ValueSource;
  /** The call whose response this is, where it is one. */
  readonly call: Call | undefined;
  readonly path: string;
  /** The path behind what the call asks: its index differs between requests. */
  readonly named: string;
}

function positionOf({ slot, sources }: Slot, calls: readonly Call[]): Position {
  const name = clean(slot);
  const candidates = sources.map((source): Candidate => {
    const call = typeof source.from === "number" ? calls[source.from] : undefined;
    const own = `${source.path}${source.transform === undefined ? "" : `~${source.transform}`}`;
    const path = clean(own);
    return { source, call, path, named: call === undefined ? path : clean(`${call.method} ${call.target} ${own}`) };
  });
  return { field: `v|s|${name}`, name, candidates };
}

/** A request seen in part proves what it shows. It is no request in which the rest was explained without A. */
function observeMatches(builder: ProfileBuilder, from: Call, positions: readonly Position[]): void {
  for (const position of positions) {
    if (position.candidates.some(({ source }) => source.from === from.index && source.bits >= TELLING_BITS)) {
      observePosition(builder, from, position);
    }
  }
}

function observePosition(builder: ProfileBuilder, from: Call, { field, name, candidates }: Position): void {
  addCount(builder, field);
  const own = bestOf(candidates, from);
  if (own !== undefined) {
    addCount(builder, `v|b|${name}`, Math.round(own.bits));
    if (own.bits >= DISTINCTIVE_BITS && !candidates.some((one) => explains(kindOf(one, from), one.source, own.bits)))
      addCount(builder, `v|dep|${name}|${clean(own.path)}`);
  }
  const fields = fieldsOf(candidates, field, from);
  if (fields.length > MAX_CANDIDATES) addCount(builder, "v|cut");
  for (const one of fields.slice(0, MAX_CANDIDATES)) addCount(builder, one);
  for (const { source, path } of candidates) {
    if (source.from === "incoming?" && source.bits > 0)
      addCount(builder, `v|w|${name}|${path}`, Math.round(source.bits));
  }
}

/** Sorted and each once, so that what is cut does not depend on the order of telling. */
function fieldsOf(candidates: readonly Candidate[], field: string, from: Call): readonly string[] {
  const fields = candidates.map((one) => {
    const kind = kindOf(one, from);
    return `${field}|${kind}|${kind === "prior" || kind === "other" ? one.named : one.path}`;
  });
  return fields.length < 2 ? fields : [...new Set(fields)].sort();
}

type CandidateKind = "in" | "in?" | "clock" | "constant" | "constant?" | "prior" | "other" | "a";

function kindOf({ source: { from: origin }, call }: Candidate, from: Call): CandidateKind {
  if (typeof origin === "string") return ORIGINS[origin];
  if (origin === from.index) return "a";
  return call !== undefined && call.end <= from.start ? "prior" : "other";
}

const ORIGINS = {
  incoming: "in",
  "incoming?": "in?",
  clock: "clock",
  constant: "constant",
  "constant?": "constant?",
} as const satisfies Readonly<Record<Exclude<ValueSource["from"], number>, CandidateKind>>;

/** Another response explains a position only if it fits better than A's; what was there before A began, always. */
function explains(kind: CandidateKind, { bits }: ValueSource, own: number): boolean {
  if (kind === "a" || kind === "constant?") return false;
  return kind === "other" ? bits > own : true;
}

function bestOf(candidates: readonly Candidate[], from: Call): ValueSource | undefined {
  let best: ValueSource | undefined;
  for (const { source } of candidates) {
    if (source.from === from.index && (best === undefined || source.bits > best.bits)) best = source;
  }
  return best;
}

function clean(name: string): string {
  return (name.includes("|") ? name.replaceAll("|", "/") : name).slice(0, MAX_NAME);
}
