import type { MessageKey } from "./locale.svelte.ts";

const KNOWN = ["request", "middleware", "hook", "load", "endpoint", "action", "render", "metadata", "remote"] as const;

/** The message for the kind of part that made a call; a kind this build does not know is "part". */
export function ownerWord(kind: string): MessageKey & `owner.${string}` {
  const known = KNOWN.find((name) => name === kind);
  return known === undefined ? "owner.other" : `owner.${known}`;
}
