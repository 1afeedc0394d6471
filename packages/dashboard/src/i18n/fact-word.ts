import type { MessageKey } from "./locale.svelte.ts";

const KNOWN = ["line", "name", "slot", "path", "requests", "responses", "class", "missing", "seen", "import"] as const;

/** The message for the name of a fact that a reason's sentence has no place for; nothing for one this build does not know. */
export function factWord(name: string): (MessageKey & `fact.${string}`) | undefined {
  const known = KNOWN.find((one) => one === name);
  return known && `fact.${known}`;
}
