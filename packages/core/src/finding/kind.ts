export const FINDING_KINDS = ["serial", "loop", "barrier", "parent-child", "hook-sequence", "late-await"] as const;

export type FindingKind = (typeof FINDING_KINDS)[number];
