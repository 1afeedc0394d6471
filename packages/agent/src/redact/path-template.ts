import { Remembered } from "../remembered.ts";

/** Stands for a path segment that looks like somebody's data. */
export const HIDDEN_SEGMENT = "{id}";

const MAX_SEGMENTS = 64;
/** Words whose verdict is remembered: an API has a few, and they come with every request. */
const MAX_WORDS_KNOWN = 1000;
/** What a URL that was written by hand is made of: letters with dashes. */
const WORD = /^[a-z_~][a-z_-]{0,39}$/i;
/** A version, a file name, and what frameworks write for a parameter in a template of theirs. */
const WRITTEN =
  /^(?:v\d{1,3}(?:\.\d{1,3})?|[a-z_-]{1,40}\.[a-z]{2,5}|\{[^{}]*\}|\[{1,2}[^[\]]*\]{1,2}|:[a-z_]\w*\??|\*)$/i;
/** `sku_beans`, `cus_maya`: a short prefix that says what kind of id follows. A verb in its place makes a name. */
const PREFIXED_ID =
  /^(?!(?:add|all|by|can|del|do|get|has|is|list|my|new|on|put|run|set|to|top|up)_)[a-z]{1,4}_[a-z]+$/i;
/** More words than these are a title, not a name. */
const MAX_WORDS = 4;
const MANY_CONSONANTS = /[bcdfghjklmnpqrstvwxz]{6,}/i;
/** What follows one of these is as likely a person as a word. */
const PEOPLE =
  /^(?:u|users?|members?|accounts?|customers?|people|persons?|profiles?|authors?|patients?|contacts?|by-name)$/i;
/** What an API itself puts after them. */
const ABOUT_PEOPLE =
  /^(?:me|self|current|count|search|list|all|new|active|log(?:in|out)|register|sign(?:up|in|out)|sessions?|bulk|batch|exists|verify|roles|permissions|settings|preferences|export|import)$/i;

/**
 * A path with every segment hidden that does not look like a word somebody wrote into the program. Digits, long or
 * encoded text, mixed case in the middle and unpronounceable letters all count as data: hiding too much costs a
 * little readability, hiding too little leaks.
 */
export function pathTemplate(path: string): string {
  let template = "";
  let before = "";
  let start = 0;
  for (let count = 0; count < MAX_SEGMENTS; count += 1) {
    const slash = path.indexOf("/", start);
    const segment = path.slice(start, slash === -1 ? undefined : slash);
    if (count > 0) template += "/";
    template += isPlain(segment, before) ? segment : HIDDEN_SEGMENT;
    if (slash === -1) break;
    before = segment;
    start = slash + 1;
  }
  return template;
}

function isPlain(segment: string, before: string): boolean {
  if (segment === "") return true;
  if (!WORD.test(segment)) return WRITTEN.test(segment);
  return words.of(segment) && (!PEOPLE.test(before) || ABOUT_PEOPLE.test(segment));
}

/** Letters and dashes that are words of a program. */
const words = new Remembered(MAX_WORDS_KNOWN, isWord);

function isWord(letters: string): boolean {
  if (MANY_CONSONANTS.test(letters) || PREFIXED_ID.test(letters)) return false;
  if (letters.split(/[-_]/).filter((word) => word !== "").length > MAX_WORDS) return false;
  return letters.length <= 24 || letters.includes("-") || letters.includes("_");
}
