/** Why something that should have been kept was not. A new way to lose something gets a line here, or it is not seen. */
export const LOSS_REASONS = [
  /** Spans of accepted bodies that are invalid. */
  "invalid-spans",
  /** Bodies an earlier release accepted and this one cannot read. */
  "unreadable-bodies",
  /** Places in the journal's files that replay could not read. */
  "damaged-journal",
  /** Traces whose analysis failed. */
  "failed-traces",
  /** Requests whose time cannot be true. */
  "wrong-time",
  /** Requests of apps beyond the bound. */
  "too-many-apps",
  /** Rows that came for a day retention had let go. */
  "late-rows",
] as const;

export type LossReason = (typeof LOSS_REASONS)[number];
