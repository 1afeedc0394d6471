import type { Message } from "./message.ts";

/**
 * What each reason code says, in English. A code that is not here is shown as it is: a newer collector may know more
 * reasons than this page.
 */
export const reasonsEn = {
  "data.not-recorded": "values were not recorded",
  "data.unused-in-source": "the earlier answer reaches no argument of the later call",
  "data.used-in-source": "the later call is made with the earlier answer",

  "control.no-failure-seen": "the earlier call was never seen to fail",
  "control.no-guard-in-source": "nothing between the two calls depends on what the earlier one answered",
  "control.guard-in-source": "what the earlier call answers decides whether the later one runs",

  "order.both-read": "both only read",
  "order.later-writes": "the later call writes",
  "order.earlier-writes": "the earlier call writes",
  "order.effect-unknown": "it is not known whether one of them writes",
  "order.shared-state-in-source": "both touch the same state",

  "pace.different-calls": "no retry, no poll, no cursor: different calls",
  "pace.retry": "the later call repeats one that failed",
  "pace.throttled": "the earlier call was throttled",
  "pace.repeated": "the same request again: it may be a poll",
  "pace.not-recorded": "not enough is known to tell a retry from a call of its own",

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
  "change.record-lineage": "a recorded lineage would make it sure",
  "change.later-waits-for-earlier": "a request in which the later call is seen to wait for the earlier one",
  "change.source-available": "the source: {why}",
  "change.source-followed": "following the source further: {why}",
  "change.mark-as-read": "marking the call as a read",
  "change.not-a-poll": "knowing that it is no poll",
  "change.not-a-retry": "the call running again without a failure before it",
  "change.values-vary": "requests with other values",
  "change.value-from-elsewhere": "the value being available elsewhere, earlier",
  "change.guard-refuted": "the later call running although the guard failed",

  "coverage.no-call-site": "no call site was recorded",
  "coverage.calls-dropped": "the agent left calls out at its limit",
  "coverage.other": "other reasons",
} as const satisfies Readonly<Record<string, Message>>;
