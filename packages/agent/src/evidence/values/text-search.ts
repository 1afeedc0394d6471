/** A text and what is searched in its place; made when it is searched for the first time. */
export class SearchText {
  readonly text: string;
  #lower: string | undefined;
  #aligned: string | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get lower(): string {
    return (this.#lower ??= this.text.toLowerCase());
  }

  /** In lower case with every letter in its place: one there is (`İ`) that takes two in lower case, and is left out. */
  get aligned(): string {
    this.#aligned ??=
      this.lower.length === this.text.length ? this.lower : this.text.replaceAll(DOTTED, "\u0307").toLowerCase();
    return this.#aligned;
  }
}

const DOTTED = "\u0130";

/** Whether the text holds a letter that changes places when written in lower case. */
export function isMisaligned(text: string): boolean {
  return text.includes(DOTTED);
}

/**
 * Whether `token` stands in `text` as a word of its own (both lower-case): no letter before or after a letter, no digit
 * before or after a digit, leading zeros aside. Says yes wherever a match could be; the index then says where.
 */
export function standsIn(text: string, token: string): boolean {
  if (token === "") return true;
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
    if (standsAt(text, at, token)) return true;
  }
  return false;
}

/** Whether what stands there is the token and not a piece of something longer. */
export function standsAt(text: string, at: number, token: string): boolean {
  const first = token.charCodeAt(0);
  if (continues(text.charCodeAt(at + token.length), token.charCodeAt(token.length - 1))) return false;
  return !continues(before(text, at, first), first);
}

/** `NaN` beyond the ends of the text is neither. */
function continues(neighbour: number, edge: number): boolean {
  return (isLetter(edge) && isLetter(neighbour)) || (isDigit(edge) && isDigit(neighbour));
}

function before(text: string, at: number, first: number): number {
  let position = at - 1;
  if (isDigit(first)) while (text.charCodeAt(position) === ZERO) position--;
  return text.charCodeAt(position);
}

const ZERO = 48;

function isLetter(code: number): boolean {
  return code >= 97 && code <= 122;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= 57;
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
