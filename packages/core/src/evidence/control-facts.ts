import type { Call } from "../model/call.ts";
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
