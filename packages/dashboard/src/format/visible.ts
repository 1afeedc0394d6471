/**
 * Characters that change how other text is shown, or show nothing at all: control characters, bidirectional overrides,
 * zero-width and tag characters, line separators and lone surrogates. Text from a span could use them to look like
 * something else.
 */
const HIDDEN = /\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}|\p{Variation_Selector}|[\u115f\u1160\u3164\uffa0]/gu;

/** Longest text that is put on a page in one piece; more is clipped and reachable by "show all". */
export const LONGEST_SHOWN = 240;

/** The text with every hidden character written as `⟨U+202E⟩`. Tabs and line ends count as hidden. */
export function visible(text: string): string {
  return text.replace(HIDDEN, escapeOne);
}

/** Like {@link visible}, but line ends and tabs stay: for code, which is shown in lines. */
export function visibleCode(text: string): string {
  return text.replace(HIDDEN, (found) => (found === "\t" || found === "\n" ? found : escapeOne(found)));
}

/** First `limit` UTF-16 units, never cutting a surrogate pair, and whether something was left out. */
export function clip(
  text: string,
  limit: number = LONGEST_SHOWN,
): { readonly text: string; readonly clipped: boolean } {
  if (text.length <= limit) return { text, clipped: false };
  const last = text.charCodeAt(limit - 1);
  const cut = last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit;
  return { text: `${text.slice(0, cut)}…`, clipped: true };
}

/** For one-line places: visible and clipped. */
export function shown(text: string, limit: number = LONGEST_SHOWN): string {
  return visible(clip(text, limit).text);
}

function escapeOne(found: string): string {
  const code = found.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
