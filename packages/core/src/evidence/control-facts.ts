import type { Call } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { MAX_LEAVES } from "../wire/evidence-span.ts";

const MAX_PATH = 80;

/** Field, behind `from|` and `then|`: requests in which A was accepted and what its answer held was seen. */
export const LEAVES_SEEN = "leaf";

/** Classes that only say which questions an answer asks: told of A, not of every pair. */
const QUESTIONS: ReadonlySet<string> = new Set(["true", "full", "same"]);

/** A leaf that was something, whatever it was: no fact that B could be missing with. */
export function isQuestion(fact: string): boolean {
  return QUESTIONS.has(fact.slice(fact.lastIndexOf("|") + 1));
}

/** Path of the fact that A was accepted with another status than 200. */
const STATUS_PATH = "status";

/** Behind a class: requests that gave up on such an A. */
export const GAVE_UP = "gave-up";

/**
 * What a request says of how A ended, for the question whether B was made. Nothing, where B may be missing for another
 * reason: another call of the request failed, or it gave up although A was accepted.
 */
export function outcomesOf(request: Request, from: Call): readonly string[] {
  const others = request.calls.filter((call) => call !== from && !call.background && call.outcome.class !== "ok");
  if (others.length > 0) return [];
  if (from.outcome.class === "ok") return request.error ? [] : outcomeFacts(from);
  return gaveUp(request, from) ? [from.outcome.class, `${from.outcome.class}|${GAVE_UP}`] : [from.outcome.class];
}

/**
 * The request ended in an error and nothing was called any more: what a thrown error leaves behind. A "no" that is
 * answered (a redirect, a page of its own, another call) is none.
 */
function gaveUp({ calls, error }: Request, from: Call): boolean {
  return error && !calls.some((call) => call !== from && !call.background && call.start >= from.end);
}

/**
 * How a call ended, as names of counts: its outcome class, and for an accepted answer whose body was seen
 * `leaf|path|class` for each leaf that could decide a branch. Only what was nothing, or one of a few words, is listed: the
 * rest of the requests is what the others add up to.
 */
export function outcomeFacts({ outcome, values }: Call): string[] {
  const facts: string[] = [outcome.class];
  const leaves = values?.leaves;
  if (outcome.class !== "ok" || leaves === undefined) return facts;
  facts.push(LEAVES_SEEN);
  if (outcome.status !== undefined && outcome.status !== 200) facts.push(leafField(STATUS_PATH, `${outcome.status}`));
  const fields = leaves.slice(0, MAX_LEAVES).map((leaf) => leafField(leaf.path, leaf.class));
  return [...facts, ...new Set(fields)];
}

function leafField(path: string, name: string): string {
  return `${LEAVES_SEEN}|${path.replaceAll("|", "/").slice(0, MAX_PATH)}|${name}`;
}
