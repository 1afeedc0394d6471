import type { SayArgs } from "../cli/messages/say.ts";

/** One line of the doctor: what was looked at, how it is, and what to do. */
export interface Diagnosis {
  /** Stable name, for `--json`. */
  readonly check: string;
  readonly state: "ok" | "look" | "mend";
  readonly say: SayArgs;
  readonly cure?: SayArgs;
}

export function ok(check: string, say: SayArgs): Diagnosis {
  return { check, state: "ok", say };
}

/** Something that may be meant so. */
export function look(check: string, say: SayArgs, cure: SayArgs): Diagnosis {
  return { check, state: "look", say, cure };
}

/** Something with which Weir sees nothing, or the wrong thing. */
export function mend(check: string, say: SayArgs, cure: SayArgs): Diagnosis {
  return { check, state: "mend", say, cure };
}
