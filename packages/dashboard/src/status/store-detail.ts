import type { MessageKey } from "../i18n/locale.svelte.ts";

type StoreKey = MessageKey & `store.${string}`;

/** What a store says of itself beside "works": a sentence with what fills it; nothing for what has no sentence. */
export function storeDetail(detail: string): { readonly key: StoreKey; readonly names: string } | undefined {
  const [, code, names = ""] = /^(store\.[a-z-]+)(?:: (.+))?$/s.exec(detail) ?? [];
  if (code !== "store.memory-only" && code !== "store.damaged") return undefined;
  return { key: code, names };
}
