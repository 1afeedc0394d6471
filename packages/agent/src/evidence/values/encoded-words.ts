import { fromBase64 } from "./canonical.ts";
import { claimsOf } from "./claims.ts";
import { isMisaligned } from "./text-search.ts";

/** Larger texts are not looked through for encoded values. */
const MAX_ENCODED_TEXT = 262_144;
/** Nothing shorter is looked at as base64. */
export const MIN_ENCODED = 8;
const ENCODED = /^[\w+/-]{8,256}={0,2}$/;

/** Whether a value may stand behind base64 or in a token: such a text cannot be searched for it. */
export function holdsEncoded(text: string): boolean {
  if (text.length > MAX_ENCODED_TEXT) return false;
  let start = 0;
  for (;;) {
    start = nextWord(text, start);
    if (start < 0) return false;
    let end = start + MIN_ENCODED;
    while (isPart(text.charCodeAt(end))) end += 1;
    if (end - start <= 258 && hasUpper(text, start, end) && isEncoded(text.slice(start, end))) return true;
    start = end + 1;
  }
}

/**
 * Where the next word begins that is long enough, or -1. `from` is the beginning of a word or no part of one. Each look
 * goes backwards from where such a word would have to reach: most letters need no look.
 */
function nextWord(text: string, from: number): number {
  let start = from;
  let last = start + MIN_ENCODED - 1;
  while (last < text.length) {
    let at = last;
    while (at >= start && isPart(text.charCodeAt(at))) at -= 1;
    if (at < start) return start;
    start = at + 1;
    last = start + MIN_ENCODED - 1;
  }
  return -1;
}

function hasUpper(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 65 && code <= 90) return true;
  }
  return false;
}

/** Letters, digits and `_ + / - =`: what base64 and tokens are written in. */
function isPart(code: number): boolean {
  if (code >= 97) return code <= 122;
  if (code >= 65) return code <= 90 || code === 95;
  return (code >= 47 && code <= 57) || code === 43 || code === 45 || code === 61;
}

/** Both begin with or hold a capital letter, which the caller has looked for. */
function isEncoded(word: string): boolean {
  return ENCODED.test(word) && (word.startsWith("eyJ") || fromBase64(word) !== undefined);
}

/** Whether what a value says cannot be found by searching it. */
export function needsComparing(value: string): boolean {
  if (value.includes("%") || isMisaligned(value)) return true;
  return value.length >= MIN_ENCODED && (fromBase64(value.trim()) !== undefined || claimsOf(value) !== undefined);
}
