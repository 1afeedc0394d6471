const NAMES: Readonly<Record<string, string>> = {
  "shift+ArrowLeft": "⇧ ←",
  "shift+ArrowRight": "⇧ →",
};

/** Keys as they stand on a keyboard: `mod+k` is `⌘ K` on an Apple one and `Ctrl K` elsewhere. */
export function writtenKeys(keys: string, userAgent: string): string {
  const mod = /Mac|iPhone|iPad/.test(userAgent) ? "⌘" : "Ctrl";
  const [, letter] = /^mod\+(.)$/.exec(keys) ?? [];
  return letter === undefined ? (NAMES[keys] ?? keys) : `${mod} ${letter.toUpperCase()}`;
}
