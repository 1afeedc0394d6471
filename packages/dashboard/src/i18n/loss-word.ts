import type { MessageKey } from "./locale.svelte.ts";

const KNOWN = [
  "invalid-spans",
  "unreadable-bodies",
  "damaged-journal",
  "failed-traces",
  "wrong-time",
  "too-many-apps",
  "late-rows",
] as const;

/** The message for why something was lost; nothing for a reason this build does not know. */
export function lossWord(reason: string): (MessageKey & `loss.${string}`) | undefined {
  const known = KNOWN.find((one) => one === reason);
  return known && `loss.${known}`;
}
