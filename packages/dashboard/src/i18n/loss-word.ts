import { LOSS_REASONS } from "@weir/core";
import type { MessageKey } from "./locale.svelte.ts";

/** The message for why something was lost; nothing for a reason this build does not know. */
export function lossWord(reason: string): (MessageKey & `loss.${string}`) | undefined {
  const known = LOSS_REASONS.find((one) => one === reason);
  return known && `loss.${known}`;
}
