import type { Change, Reason } from "@weir/core";
import type { Message } from "./message.ts";

/** Codes that are not the verdict's own: where the source could not be followed, and why requests were not analysed. */
type OtherReason = `source.${string}` | `coverage.${string}`;

/**
 * What each reason code says, in English: complete over the codes that core knows, by type. A code that is not here is
 * shown as it is, since a newer collector may know more reasons than this page.
 */
export const reasonsEn = {
  "data.value-in-later": "{slot} of the later request holds {path} of the earlier answer",
  "data.value-follows": "{slot} of the later request follows {path} of the earlier answer; n = {requests}",
  "data.used-in-source": "the later call is made with the earlier answer",
  "data.unused-in-source": "the earlier answer reaches no argument of the later call",
  "data.explained":
    "all {positions} positions of the later request explained without the earlier answer; n = {requests}",
  "data.echo": "{slot} is in the earlier answer, and was known before it too",
  "data.body-unread": "nothing of the earlier answer was read before the later call started",
  "data.not-recorded": "values were not recorded",
  "data.unexplained": "{slot} of the later request comes from nowhere that was seen",
  "data.weak-match": "{slot} may come from the earlier answer; too short to be sure",
  "data.too-many-positions": "the later request has too many positions to look at",
  "data.response-never-varied": "the earlier answer was always the same: {responses} different in {requests} requests",

  "control.absent-after-failure":
    "the later call was missing whenever the earlier one failed ({class}, {failures} times; {successes} successes)",
  "control.guard-in-source": "what the earlier call answers decides whether the later one runs",
  "control.prior-name": "its name says that it guards what follows",
  "control.prior-hook": "hooks and middleware count as guards until shown otherwise",
  "control.no-guard-in-source": "nothing between the two calls depends on what the earlier one answered",
  "control.fail-fast": "only a failure of the earlier call stops the later one, as Promise.all would",
  "control.refuted": "the later call ran although the earlier one failed ({classes})",
  "control.failures-too-few":
    "the earlier call failed too seldom to tell ({class}, {failures} times; {successes} successes)",
  "control.sometimes-absent": "the later call was missing in {missing} of {of} requests, and why is not known",
  "control.no-failure-seen": "the earlier call was never seen to fail",

  "order.both-read": "both only read",
  "order.later-writes": "the later call writes",
  "order.earlier-writes": "the earlier call writes",
  "order.same-transaction": "both are in one transaction",
  "order.framework": "the framework runs one after the other",
  "order.effect-unknown": "it is not known whether one of them writes",
  "order.shared-state-in-source": "both touch the same state",

  "pace.different-calls": "no retry, no poll, no cursor: different calls",
  "pace.retry": "the later call repeats one that failed",
  "pace.throttled": "the earlier call was throttled",
  "pace.same-request-again": "the same request again",
  "pace.cursor": "the later call asks for the next page",
  "pace.repeated": "the same request again: it may be a poll",
  "pace.not-recorded": "not enough is known to tell a retry from a call of its own",

  "source.unused-before": "the answer of line {line} is used nowhere on the way to the later call",
  "source.uses-answer": "the later call uses the answer of line {line}",
  "source.guarded-by-answer": "the answer of line {line} decides whether the later call runs",
  "source.not-awaited-before": "line {line} is not awaited before the later call starts",
  "source.awaited-on-some-ways": "line {line} is awaited on some ways to the later call only",
  "source.shared-state": "both touch state that others share, from line {line} on",
  "source.writes": "something written lies between, from line {line} on",
  "source.effect-unknown": "whether something is written between is not known, from line {line} on",
  "source.unfollowed-value": "the answer of line {line} goes where it cannot be followed",
  "source.later-not-reached": "following the function does not reach the later call",
  "source.no-frame": "a call has no place in the source",
  "source.no-call-there": "there is no call at the recorded place",
  "source.position-outside": "the recorded place lies outside the file",
  "source.different-functions": "the two calls share no function that could be followed",
  "source.function-not-found": "the function of a call was not found",
  "source.top-level": "a call is made while a file is loaded",
  "source.unavailable": "the source of the two places is not known",
  "source.missing": "a file on the way is not there",
  "source.not-code": "a file on the way is no code that can be read",
  "source.syntax-error": "a file on the way cannot be parsed",
  "source.too-large": "a file on the way is too large to follow",
  "source.opaque-call": "a function between the two calls cannot be looked into",
  "source.generator": "a generator lies on the way",
  "source.computed-import": "an import on the way is computed",
  "source.dynamic-scope": "a name on the way has no fixed meaning",
  "source.eval": "code on the way is made while it runs",
  "source.too-many-values": "a value on the way can be too many things",
  "source.too-much-work": "following it took too long",

  "change.value-of-earlier-in-later": "a value of the earlier answer in the later request",
  "change.later-missing-when-earlier-differs": "the later call missing when the earlier one answers differently",
  "change.record-lineage": "recorded lineage, which would make it sure",
  "change.later-waits-for-earlier": "a request in which the later call is seen to wait for the earlier one",
  "change.never-side-by-side": "the two calls never being seen side by side",
  "change.source-available": "the source: {why}",
  "change.source-followed": "the source followed further: {why}",
  "change.mark-as-read": "the call being marked as a read",
  "change.not-a-poll": "knowing that it is no poll",
  "change.not-a-retry": "the call running again without a failure before it",
  "change.values-recorded": "recorded values",
  "change.values-vary": "requests with other values",
  "change.value-explained": "every value of the later request explained by something earlier",
  "change.failures-seen": "the earlier call failing: {why}",
  "change.more-requests": "more requests: {seen} of {needed}",
  "change.value-from-elsewhere": "the value being available elsewhere, earlier",
  "change.guard-refuted": "the later call running although the guard failed",

  "coverage.no-call-site": "no call site was recorded",
  "coverage.calls-dropped": "the agent left calls out at its limit",
  "coverage.other": "other reasons",
} as const satisfies Readonly<Record<Reason | Change, Message>> & Readonly<Record<OtherReason, Message>>;
