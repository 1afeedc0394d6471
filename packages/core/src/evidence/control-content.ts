import type { Channel } from "./channel.ts";
import { isQuestion, LEAVES_SEEN } from "./control-facts.ts";
import { chanceOfAllMissing, SIGNIFICANT } from "./fisher.ts";
import type { EvidenceSum } from "./evidence-sum.ts";

/** Classes that are false where a condition asks for them. */
const NOTHING: ReadonlySet<string> = new Set(["null", "empty", "false", "zero", "missing"]);

/** Requests with an accepted A of some content, and those of them in which B was made. */
interface Share {
  readonly path: string;
  readonly class: string;
  readonly requests: number;
  readonly made: number;
}

/**
 * Is B missing whenever a leaf of A's accepted answer was nothing, was something, or was (or was not) a certain word?
 * Tried are each class of each leaf, all that is nothing together, all the rest, and all other words. As that is a question for every leaf, one answer
 * has to be as unlikely as all of them may be together (Bonferroni): `SIGNIFICANT` divided by the number of questions.
 * `undefined` where no leaf explains it.
 */
export function judgeContent(evidence: EvidenceSum): Channel | undefined {
  const all = evidence.count(`from|${LEAVES_SEEN}`);
  const made = Math.min(all, evidence.count(`then|${LEAVES_SEEN}`));
  if (made === 0 || made === all) return undefined;
  const shares = sharesOf(evidence, all, made);
  let best: { readonly share: Share; readonly chance: number } | undefined;
  for (const share of shares) {
    if (share.made > 0 || share.requests === 0) continue;
    const chance = chanceOfAllMissing(all - share.requests, made, share.requests);
    if (chance < (best?.chance ?? SIGNIFICANT / shares.length)) best = { share, chance };
  }
  if (best === undefined) return undefined;
  const { path, class: found, requests } = best.share;
  return {
    state: "present",
    reason: "control.absent-with-content",
    detail: { path, class: found, missing: requests, others: made },
  };
}

/**
 * A leaf of A's accepted answers that asks a question to which only one answer was ever seen: a truth value that never
 * turned, a leaf that was always nothing, a word that was always the same. B was made each time, and would perhaps not be
 * with the other answer. `undefined` where there is none.
 */
export function unturnedLeaf(evidence: EvidenceSum): { readonly path: string; readonly class: string } | undefined {
  const all = evidence.count(`from|${LEAVES_SEEN}`);
  const seen = new Map<string, { readonly path: string; readonly class: string; readonly requests: number }[]>();
  for (const field of evidence.fields("from|leaf|")) {
    const requests = evidence.count(field);
    const [, , path = "", found = ""] = field.split("|");
    seen.set(path, [...(seen.get(path) ?? []), { path, class: found, requests }]);
  }
  const single = [...seen.values()].flatMap((classes) => (classes.length === 1 ? classes : []));
  const unturned = single.filter((one) => ASKS.has(one.class) || (NOTHING.has(one.class) && one.requests >= all));
  return unturned.sort((a, b) => (a.path < b.path ? -1 : 1))[0];
}

/** Classes that are told of every answer they hold for. */
const ASKS: ReadonlySet<string> = new Set(["true", "same"]);

function sharesOf(evidence: EvidenceSum, all: number, made: number): readonly Share[] {
  const paths = new Map<string, Share[]>();
  for (const field of evidence.fields("from|leaf|")) {
    if (isQuestion(field)) continue;
    const requests = evidence.count(field);
    const [, , path = "", found = ""] = field.split("|");
    const shares = paths.get(path) ?? [];
    paths.set(path, shares);
    const followed = Math.min(requests, evidence.count(field.replace("from", "then")));
    shares.push({ path, class: found, requests, made: followed });
  }
  return [...paths].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([path, shares]) => grouped(path, shares, all, made));
}

/** The classes of one leaf, and those that a condition on its truth puts together. */
function grouped(path: string, shares: readonly Share[], all: number, made: number): readonly Share[] {
  const each = shares.toSorted((a, b) => (a.class < b.class ? -1 : 1));
  const nothing = each.filter((share) => NOTHING.has(share.class));
  const words = each.filter((share) => !NOTHING.has(share.class));
  const others = words.length < 3 ? [] : words.map((word) => total(path, `not ${word.class}`, without(words, word)));
  if (nothing.length === 0) return [...each, ...others];
  const falsy = total(path, "nothing", nothing);
  const something: Share = { path, class: "something", requests: all - falsy.requests, made: made - falsy.made };
  return [...each, ...others, something, ...(nothing.length > 1 ? [falsy] : [])];
}

function without(shares: readonly Share[], one: Share): readonly Share[] {
  return shares.filter((share) => share !== one);
}

function total(path: string, name: string, shares: readonly Share[]): Share {
  return {
    path,
    class: name,
    requests: shares.reduce((sum, { requests }) => sum + requests, 0),
    made: shares.reduce((sum, share) => sum + share.made, 0),
  };
}
