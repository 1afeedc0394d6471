import type { SendContext } from "./port.ts";

/** Pages of a finding. All of them only show something: what changes a state asks once more on its page. */
export function findingLinks(fingerprint: string, { dashboard }: Pick<SendContext, "dashboard">): FindingLinks {
  const page = `${dashboard}/findings/${encodeURIComponent(fingerprint)}`;
  return { open: page, patch: `${page}#patch`, snooze: `${page}?do=snooze` };
}

export interface FindingLinks {
  readonly open: string;
  readonly patch: string;
  readonly snooze: string;
}
