/**
 * Every code a channel or a verdict can give, so that UI, CLI, alerts and tests say the same word and catalogues can be
 * checked to be complete. Codes of the source channel are the source reader's own; those known here are listed too.
 */
export const REASONS = [
  "data.value-in-later",
  "data.value-follows",
  "data.used-in-source",
  "data.unused-in-source",
  "data.explained",
  "data.echo",
  "data.body-unread",
  "data.not-recorded",
  "data.unexplained",
  "data.weak-match",
  "data.too-many-positions",
  "data.response-never-varied",
  "control.absent-after-failure",
  "control.absent-with-content",
  "control.guard-in-source",
  "control.prior-name",
  "control.prior-hook",
  "control.no-guard-in-source",
  "control.fail-fast",
  "control.refuted",
  "control.gives-up",
  "control.answer-not-seen",
  "control.never-otherwise",
  "control.failures-too-few",
  "control.sometimes-absent",
  "control.no-failure-seen",
  "order.later-writes",
  "order.earlier-writes",
  "order.same-transaction",
  "order.framework",
  "order.shared-state-in-source",
  "order.effect-unknown",
  "order.both-read",
  "order.said-to-read",
  "order.said-to-need",
  "pace.throttled",
  "pace.retry",
  "pace.same-request-again",
  "pace.cursor",
  "pace.repeated",
  "pace.not-recorded",
  "pace.different-calls",
  "source.unavailable",
] as const;

export type Reason = (typeof REASONS)[number];

/** What would change a verdict: codes of `wouldChange`. */
export const CHANGES = [
  "change.value-from-elsewhere",
  "change.guard-refuted",
  "change.mark-as-read",
  "change.not-a-retry",
  "change.not-a-poll",
  "change.later-waits-for-earlier",
  "change.never-side-by-side",
  "change.record-lineage",
  "change.source-available",
  "change.source-followed",
  "change.values-recorded",
  "change.values-vary",
  "change.value-explained",
  "change.failures-seen",
  "change.more-requests",
  "change.value-of-earlier-in-later",
  "change.later-missing-when-earlier-differs",
] as const;

export type Change = (typeof CHANGES)[number];
