/** What a string was made of, added up. */
export const UPPER = 1;
/** Anything base64 is not written with. */
export const OTHER = 2;
export const PERCENT = 4;
export const ESCAPED = 8;

export const QUOTE = 34;
export const COMMA = 44;
export const COLON = 58;
export const LIST = 91;
export const LIST_END = 93;
export const OBJECT = 123;
export const OBJECT_END = 125;

const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const BACKSLASH = 92;
const U = 117;
const FRACTION = /(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** More digits than these are not always written as they were read. */
const EXACT_DIGITS = 15;

/** For each ASCII letter, what it tells of the string it is in. */
const KINDS: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code);
  if (letter === "%") return PERCENT | OTHER;
  if (/[A-Z]/.test(letter)) return UPPER;
  return /[a-z0-9+/_=-]/.test(letter) ? 0 : OTHER;
});

/** Goes over the words of a JSON text without making anything of them; accepts what the runtime does. */
export class JsonCursor {
  readonly text: string;
  at = 0;
  /** Of the last string (between its quotes) or number. */
  start = 0;
  end = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Code of the next letter that is no space; `NaN` at the end. */
  next(): number {
    let code = this.text.charCodeAt(this.at);
    // Mostly there is none.
    if (code > 32) return code;
    while (code === 32 || code === 10 || code === 13 || code === 9) code = this.text.charCodeAt(++this.at);
    return code;
  }

  /** From a string's first quote to behind its last. @returns what it is made of; -1 where it is none */
  string(): number {
    const { text } = this;
    let at = this.at + 1;
    let made = 0;
    for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(at)) {
      if (!(code >= 32)) return -1;
      if (code === BACKSLASH) {
        const length = escapeAt(text, at);
        if (length === 0) return -1;
        at += length;
        made |= ESCAPED;
      } else {
        made |= code < 128 ? (KINDS[code] ?? 0) : OTHER;
        at += 1;
      }
    }
    this.start = this.at + 1;
    this.end = at;
    this.at = at + 1;
    return made;
  }

  /** Over a number. @returns whether it reads as the runtime would write it, or may not; -1 where it is none */
  number(): "plain" | "any" | -1 {
    const { text } = this;
    this.start = this.at;
    const first = text.charCodeAt(this.at) === MINUS ? this.at + 1 : this.at;
    let at = first;
    while (isDigit(text.charCodeAt(at))) at += 1;
    const digits = at - first;
    if (digits === 0 || (digits > 1 && text.charCodeAt(first) === ZERO)) return -1;
    const code = text.charCodeAt(at);
    const isWhole = code !== POINT && code !== 69 && code !== 101;
    this.end = this.at = isWhole ? at : behindFraction(text, at);
    const isNegativeZero = first > this.start && text.charCodeAt(first) === ZERO;
    return isWhole && digits <= EXACT_DIGITS && !isNegativeZero ? "plain" : "any";
  }

  /** Over what is expected, where it is next. */
  opening(expected: string): boolean {
    const { text } = this;
    let at = this.at;
    for (let index = 0; index < expected.length; index += 1, at += 1) {
      if (text.charCodeAt(at) !== expected.charCodeAt(index)) return false;
    }
    this.at = at;
    return true;
  }

  /** Over a word. */
  word(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.start = this.at;
    this.at = this.end = this.at + word.length;
    return true;
  }

  /**
   * To behind the end of the list or object it is in. What is left of it is not looked at, only checked, by the runtime.
   * @param before what makes a whole of it
   */
  leave(before: string): boolean {
    const from = this.at;
    this.at = endOf(this.text, from);
    try {
      JSON.parse(before + this.text.slice(from, this.at));
      return true;
    } catch {
      return false; // it only began like JSON
    }
  }
}

/** Behind the bracket that closes what was open at the position; the end of the text where none does. */
function endOf(text: string, from: number): number {
  let open = 1;
  let isString = false;
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) isString = !isString;
    else if (isString) at += code === BACKSLASH ? 1 : 0;
    else if (code === LIST || code === OBJECT) open += 1;
    else if (code === LIST_END || code === OBJECT_END) open -= 1;
    if (open === 0) return at + 1;
  }
  return text.length;
}

/** Length of the escape that begins there; 0 where it is none. */
function escapeAt(text: string, at: number): number {
  const code = text.charCodeAt(at + 1);
  if (code === U) return /^[\dA-Fa-f]{4}$/.test(text.slice(at + 2, at + 6)) ? 6 : 0;
  return '"\\/bfnrt'.includes(text.charAt(at + 1) || " ") ? 2 : 0;
}

/** Where a number ends that goes on with a point or an exponent. */
function behindFraction(text: string, at: number): number {
  FRACTION.lastIndex = at;
  FRACTION.test(text);
  return FRACTION.lastIndex;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= 57;
}
