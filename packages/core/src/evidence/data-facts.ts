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
export function observeData(builder: ProfileBuilder, request: Request, from: Call, to: Call): void {
  if (from.values === undefined || to.values === undefined) return;
  if (to.values.partial === true) {
    observeMatches(builder, request.calls, from, to.values.slots.slice(0, MAX_SLOTS));
    return;
  }
  addCount(builder, "v|n");
  const { responseHash, bodyReadAt } = from.values;
  if (responseHash !== undefined) addCount(builder, `v|r|${responseHash % BUCKETS}`);
  if (request.principal !== undefined) addCount(builder, `v|p|${request.principal % BUCKETS}`);
  if (bodyReadAt === undefined || bodyReadAt > to.start) {
    addCount(builder, "v|unread");
    addCount(builder, `${STATUS_FIELD}${"status" in from.outcome ? from.outcome.status : from.outcome.class}`);
  }
  if (to.values.slots.length > MAX_SLOTS) addCount(builder, "v|cut");
  for (const slot of to.values.slots.slice(0, MAX_SLOTS)) observeSlot(builder, request.calls, from, slot);
}

/** A request seen in part proves what it shows. It is no request in which the rest was explained without A. */
function observeMatches(builder: ProfileBuilder, calls: readonly Call[], from: Call, slots: readonly Slot[]): void {
  for (const slot of slots) {
    if (slot.sources.some((source) => source.from === from.index && source.bits >= TELLING_BITS)) {
      observeSlot(builder, calls, from, slot);
    }
  }
}

function observeSlot(builder: ProfileBuilder, calls: readonly Call[], from: Call, { slot, sources }: Slot): void {
  const name = clean(slot);
  addCount(builder, `v|s|${name}`);
  const candidates = sources.map((source) => ({ kind: kindOf(source, calls, from), source }));
  const own = best(candidates.filter(({ kind }) => kind === "a"));
  const elsewhere = candidates.some(({ kind, source }) => explains(kind, source, own?.source.bits ?? 0));
  if (own !== undefined) addCount(builder, `v|b|${name}`, Math.round(own.source.bits));
  if (own !== undefined && own.source.bits >= DISTINCTIVE_BITS && !elsewhere) {
    addCount(builder, `v|dep|${name}|${clean(own.source.path)}`);
  }
  const fields = new Set(candidates.map(({ kind, source }) => `v|s|${name}|${kind}|${pathOf(kind, source, calls)}`));
  if (fields.size > MAX_CANDIDATES) addCount(builder, "v|cut");
  for (const field of [...fields].sort().slice(0, MAX_CANDIDATES)) addCount(builder, field);
  for (const { kind, source } of candidates) {
    if (kind === "in?" && source.bits > 0)
      addCount(builder, `v|w|${name}|${clean(source.path)}`, Math.round(source.bits));
  }
}

type CandidateKind = "in" | "in?" | "clock" | "constant" | "constant?" | "prior" | "other" | "a";

function kindOf({ from: origin }: ValueSource, calls: readonly Call[], from: Call): CandidateKind {
  if (origin === "incoming") return "in";
  if (origin === "incoming?") return "in?";
  if (typeof origin === "string") return origin;
  if (origin === from.index) return "a";
  const source = calls[origin];
  return source !== undefined && source.end <= from.start ? "prior" : "other";
}

/** Another response explains a position only if it fits better than A's; what was there before A began, always. */
function explains(kind: CandidateKind, { bits }: ValueSource, own: number): boolean {
  if (kind === "a" || kind === "in?" || kind === "constant?") return false;
  return kind === "other" ? bits > own : true;
}

function best<T extends { readonly source: ValueSource }>(candidates: readonly T[]): T | undefined {
  return candidates.reduce<T | undefined>(
    (found, candidate) => (found === undefined || candidate.source.bits > found.source.bits ? candidate : found),
    undefined,
  );
}

/** Calls are named by what they ask: their index differs between requests. */
function pathOf(kind: CandidateKind, { from, path, transform }: ValueSource, calls: readonly Call[]): string {
  const call = kind === "prior" || kind === "other" ? calls[from as number] : undefined;
  const target = call === undefined ? "" : `${call.method} ${call.target} `;
  return clean(`${target}${path}${transform === undefined ? "" : `~${transform}`}`);
}

function clean(name: string): string {
  return name.replaceAll("|", "/").slice(0, MAX_NAME);
}
