import type { PairProfile } from "../analysis/request-analysis.ts";
import type { Call, Outcome } from "../model/call.ts";
import type { Channel } from "./channel.ts";
import { judgeContent } from "./control-content.ts";
import { outcomeFacts } from "./control-facts.ts";
import { chanceOfAllMissing, SIGNIFICANT } from "./fisher.ts";
import { countOfField, type ProfileBuilder, addCount } from "./profile.ts";

type OutcomeClass = Outcome["class"];

/** A answered, and said no: what comes after may depend on that. */
const REFUSALS = ["unauthorized", "not-found", "redirect", "client-error"] as const satisfies readonly OutcomeClass[];

const GUARD_WORDS = new Set(
  "auth authn authz authenticate authenticated authorize authorized authorization session sessions permission permissions token tokens flag flags feature features entitlement entitlements access acl login verify require".split(
    " ",
  ),
);

/** A call site's own tally: requests in which it was made exactly once and ended so. */
export function outcomeTally(call: Call): PairProfile {
  return new Map(outcomeFacts(call).map((fact) => [`from|${fact}`, 1]));
}

/** Counts, once per request, that B was made after an A of this outcome. */
export function observeControl(builder: ProfileBuilder, from: Call): void {
  for (const fact of outcomeFacts(from)) addCount(builder, `then|${fact}`);
}

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
 * guard although it looks like one in the counts. An answer that was accepted can still say no by what it holds.
 */
export function judgeControl(profile: PairProfile, failFast: boolean): Channel {
  const accepted = Math.max(countOfField(profile, "from|ok"), countOfField(profile, "then|ok"));
  const made = countOfField(profile, "then|ok");
  const refuted: string[] = [];
  let few: Channel | undefined;
  for (const name of REFUSALS) {
    const followed = countOfField(profile, `then|${name}`);
    const failures = countOfField(profile, `from|${name}`);
    if (followed > 0) refuted.push(name);
    if (followed > 0 || failures === 0 || failFast) continue;
    const chance = chanceOfAllMissing(accepted, made, failures);
    const detail = { class: name, failures, successes: accepted };
    if (chance < SIGNIFICANT) return { state: "present", reason: "control.absent-after-failure", detail };
    few ??= { state: "unobserved", reason: "control.failures-too-few", detail };
  }
  const content = judgeContent(profile);
  if (content !== undefined) return content;
  if (few !== undefined) return few;
  if (made < accepted) {
    const detail = { missing: accepted - made, of: accepted };
    return { state: "unobserved", reason: "control.sometimes-absent", detail };
  }
  if (refuted.length === 0)
    return { state: "unobserved", reason: "control.no-failure-seen", detail: { requests: accepted } };
  return { state: "absent", reason: "control.refuted", detail: { classes: refuted.join(" ") } };
}
