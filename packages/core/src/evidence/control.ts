import type { Call, Outcome } from "../model/call.ts";
import type { Channel } from "./channel.ts";
import { judgeContent, unturnedLeaf } from "./control-content.ts";
import { LEAVES_SEEN } from "./control-facts.ts";
import { chanceOfAllMissing, SIGNIFICANT } from "./fisher.ts";
import type { EvidenceSum } from "./evidence-sum.ts";
import { GAVE_UP } from "./outcomes.ts";

type OutcomeClass = Outcome["class"];

/** A answered, and said no: what comes after may depend on that. */
const REFUSALS = ["unauthorized", "not-found", "redirect", "client-error"] as const satisfies readonly OutcomeClass[];

const REFUSAL_FIELDS = REFUSALS.map((name) => ({
  name,
  followedBy: `then|${name}`,
  all: `from|${name}`,
  given: `from|${name}|${GAVE_UP}`,
}));

/** Those that a read of anything may meet. */
const COMMON_REFUSALS = ["unauthorized", "not-found"] as const;

const GUARD_WORDS = new Set(
  "auth authn authz authenticate authenticated authorize authorized authorization session sessions permission permissions token tokens flag flags feature features entitlement entitlements access acl login verify require".split(
    " ",
  ),
);

/** `control.prior-…` where names or places suggest a guard before anything was seen; else `undefined`. */
export function priorGuard(from: Call, to: Call): "control.prior-name" | "control.prior-hook" | undefined {
  const isHook = from.owner.kind === "hook" || from.owner.kind === "middleware";
  if (isHook && from.owner.spanId !== to.owner.spanId) return "control.prior-hook";
  const names = [
    from.target.slice(from.target.indexOf("/") + 1),
    ...from.frames.slice(0, 2).map((frame) => frame.function ?? ""),
  ];
  return names.some(hasGuardWord) ? "control.prior-name" : undefined;
}

function hasGuardWord(name: string): boolean {
  return name.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).some((word) => GUARD_WORDS.has(word.toLowerCase()));
}

/**
 * Does B's being made depend on how A ended? Per class of refusal, over the requests that reached A: B missing whenever A
 * was refused is a guard (Fisher's exact test, one-sided, on the 2x2 table of refused/accepted against made/missing).
 *
 * Failures of the network and 5xx are left out: every thrown error ends what follows, `Promise.all` rejects too, so they
 * say nothing about need. For the same reason a check that throws on any bad status (`failFast`, from the source) is no
 * guard although it looks like one in the counts. Without source a request that gave up on the refusal shows the same: it
 * ended like one whose A is broken, where a guard has an answer for "no". Absent only where both ways of saying no that
 * HTTP has for a read, 401 or 403 and 404, were seen to stop nothing or everything. An answer that was accepted can still
 * say no by what it holds; see `control-content.ts`.
 */
export function judgeControl(evidence: EvidenceSum, failFast: boolean): Channel {
  const accepted = Math.max(evidence.count("from|ok"), evidence.count("then|ok"));
  const made = evidence.count("then|ok");
  const refuted: string[] = [];
  const gaveUp: string[] = [];
  let few: Channel | undefined;
  for (const { name, followedBy, all, given } of REFUSAL_FIELDS) {
    const followed = evidence.count(followedBy);
    const failures = evidence.count(all);
    const answered = failures - evidence.count(given);
    if (followed > 0) refuted.push(name);
    else if (failures > 0 && answered <= 0) gaveUp.push(name);
    if (followed > 0 || answered <= 0 || failFast) continue;
    const chance = chanceOfAllMissing(accepted, made, answered);
    const detail = { class: name, failures: answered, successes: accepted };
    if (chance < SIGNIFICANT) return { state: "present", reason: "control.absent-after-failure", detail };
    few ??= { state: "unobserved", reason: "control.failures-too-few", detail };
  }
  const content = judgeContent(evidence);
  if (content !== undefined) return content;
  if (few !== undefined) return few;
  const isComplete = COMMON_REFUSALS.every((name) => refuted.includes(name) || gaveUp.includes(name));
  if (made < accepted || !isComplete) return judgeUnrefused(accepted, made);
  const unseen = unseenContent(evidence, accepted);
  if (unseen !== undefined) return unseen;
  if (refuted.length > 0) return { state: "absent", reason: "control.refuted", detail: { classes: refuted.join(" ") } };
  return { state: "absent", reason: "control.gives-up", detail: { classes: gaveUp.join(" "), requests: accepted } };
}

/** The reasons of `judgeUnrefused`. */
export const UNREFUSED: ReadonlySet<string> = new Set(["control.sometimes-absent", "control.no-failure-seen"]);

/** What control flow shows where A was accepted `accepted` times, B was made `made` times, and no refusal tells more. */
export function judgeUnrefused(accepted: number, made: number): Channel {
  if (made < accepted) {
    const detail = { missing: accepted - made, of: accepted };
    return { state: "unobserved", reason: "control.sometimes-absent", detail };
  }
  return { state: "unobserved", reason: "control.no-failure-seen", detail: { requests: accepted } };
}

/** Share of A's answers that has to have been looked at. */
const LOOKED_AT = 0.98;

/** What of A's accepted answers may still decide: all that was not seen, and what never was otherwise. */
function unseenContent(evidence: EvidenceSum, accepted: number): Channel | undefined {
  const isUnread = evidence.count("v|n") > 0 && evidence.count("v|unread") >= evidence.count("v|n");
  if (isUnread) return undefined;
  if (evidence.count(`from|${LEAVES_SEEN}`) < LOOKED_AT * accepted)
    return { state: "unobserved", reason: "control.answer-not-seen" };
  const leaf = unturnedLeaf(evidence);
  return leaf === undefined
    ? undefined
    : { state: "unobserved", reason: "control.never-otherwise", detail: { path: leaf.path, class: leaf.class } };
}
