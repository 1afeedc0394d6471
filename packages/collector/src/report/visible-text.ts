/**
 * Characters that hide or turn round other text: controls, bidirectional overrides, zero-width ones, line separators,
 * lone surrogates. A span could use them to move a terminal's cursor or to look like another call.
 */
const HIDDEN = /\p{Cc}|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}|\p{Variation_Selector}|[\u115f\u1160\u3164\uffa0]/gu;

/** Text from outside on one line, hidden characters written out, at most `limit` characters. */
export function visibleText(text: string, limit = 240): string {
  const short = text.length <= limit ? text : `${text.slice(0, limit)}…`;
  return short.replaceAll(HIDDEN, written);
}

/** Code from outside: line ends and tabs stay. */
export function visibleLines(text: string): string {
  return text.replaceAll(HIDDEN, (found) => (found === "\n" || found === "\t" ? found : written(found)));
}

function written(found: string): string {
  return `<U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
}
