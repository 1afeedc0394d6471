/** Glyphs of ours and what stands for them where only ASCII can be shown. */
const PLAIN: Readonly<Record<string, string>> = {
  "█": "#",
  "┈": ".",
  "◀": "<",
  "✓": "ok",
  "✗": "x",
  "→": "->",
  "–": "-",
  "−": "-",
  "·": "-",
  "…": "...",
  "“": '"',
  "”": '"',
  "’": "'",
  "\u00a0": " ",
};

/** The text in ASCII. What has no plain form becomes `?`. */
export function toAscii(text: string): string {
  return text.replaceAll(/[^\0-\u007f]/gu, (glyph) => PLAIN[glyph] ?? "?");
}
