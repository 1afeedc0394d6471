const LETTER = /[a-z]/;
const DIGIT = /\d/;

/**
 * Whether `token` stands in `text` as a word of its own (both lower-case): no letter before or after a letter, no digit
 * before or after a digit, leading zeros aside. Says yes wherever a match could be; the index then says where.
 */
export function standsIn(text: string, token: string): boolean {
  if (token === "") return true;
  const first = token.charAt(0);
  const last = token.charAt(token.length - 1);
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
    if (!continues(text.charAt(at + token.length), last) && !continues(before(text, at, first), first)) return true;
  }
  return false;
}

function continues(neighbour: string, edge: string): boolean {
  return (LETTER.test(edge) && LETTER.test(neighbour)) || (DIGIT.test(edge) && DIGIT.test(neighbour));
}

function before(text: string, at: number, first: string): string {
  let position = at - 1;
  if (DIGIT.test(first)) while (text.charAt(position) === "0") position--;
  return text.charAt(position);
}

/**
 * What to look for in a JSON text so that no match of `value` is missed: the value itself, or, where an encoder may have
 * escaped something of it, its longest stretch of letters and digits. Empty where looking cannot exclude anything.
 */
export function needleOf(value: string): string {
  return /^[\x20-\x7e]+$/.test(value) && !/["\\/<>&']/.test(value) ? value : longestWord(value);
}

function longestWord(value: string): string {
  let longest = "";
  for (const word of value.match(/[a-z0-9]+/g) ?? []) if (word.length > longest.length) longest = word;
  return longest;
}
