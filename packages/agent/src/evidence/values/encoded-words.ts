import { fromBase64 } from "./canonical.ts";

/** Larger texts are not looked through for encoded values. */
const MAX_ENCODED_TEXT = 262_144;
const ENCODED = /^[\w+/-]{8,256}={0,2}$/;

/** Whether a value may stand behind base64 or in a token: such a text cannot be searched for it. */
export function holdsEncoded(text: string): boolean {
  if (text.length > MAX_ENCODED_TEXT) return false;
  let start = 0;
  let hasUpper = false;
  for (let at = 0; at <= text.length; at += 1) {
    const code = at < text.length ? text.charCodeAt(at) : 0;
    if (isPart(code)) {
      hasUpper ||= code >= 65 && code <= 90;
      continue;
    }
    if (hasUpper && at - start >= 8 && at - start <= 258 && isEncoded(text.slice(start, at))) return true;
    start = at + 1;
    hasUpper = false;
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
