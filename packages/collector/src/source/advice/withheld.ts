/** Why a finding comes without a patch. The interface has a sentence for each. */
export const WITHHELD = [
  "advice.source-unavailable",
  "advice.stale-source",
  "advice.path-outside",
  "advice.different-functions",
  "advice.different-blocks",
  "advice.not-a-declaration",
  "advice.impure-arguments",
  "advice.binding-reassigned",
  "advice.value-made-between",
  "advice.state-between",
  "advice.guard-between",
  "advice.exit-between",
  "advice.try-between",
  "advice.loop-between",
  "advice.write-between",
  "advice.opaque-call-between",
  "advice.other-await-between",
  "advice.needed-call-between",
  "advice.directive-comment",
  "advice.in-transaction",
  "advice.writes-too",
  "advice.nothing-to-move",
  "advice.loop-form",
  "advice.loop-carried",
  "advice.hooks-not-found",
  "advice.hooks-apart",
  "advice.hooks-share",
  "advice.move-up",
  "advice.await-later",
] as const;

export type Withheld = (typeof WITHHELD)[number];

/** A file before and after the patch. */
export interface FileChange {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** Not every call of the finding could be moved. */
  readonly partly?: true;
}

/** Files as the patch leaves them, or why there is none. */
export type Rewrite = FileChange | readonly FileChange[] | Withheld;
