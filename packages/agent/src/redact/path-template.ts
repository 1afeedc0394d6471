/** Stands for a path segment that looks like somebody's data. */
export const HIDDEN_SEGMENT = "{id}";

const MAX_SEGMENTS = 64;
/** Words of a URL that was written by hand: letters with dashes, a version, a file name. */
const WORD = /^[a-z_~][a-z_-]{0,39}$/i;
const VERSION = /^v\d{1,3}(\.\d{1,3})?$/i;
const FILE = /^[a-z_-]{1,40}\.[a-z]{2,5}$/i;
/** What frameworks write for a parameter in a template of theirs. */
const PARAMETER = /^(\{[^{}]*\}|\[{1,2}[^[\]]*\]{1,2}|:[a-z_]\w*\??|\*)$/i;
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
  const segments = path.split("/");
  if (segments.length > MAX_SEGMENTS) segments.length = MAX_SEGMENTS;
  return segments
    .map((segment, index) => (isPlain(segment, segments[index - 1] ?? "") ? segment : HIDDEN_SEGMENT))
    .join("/");
}

function isPlain(segment: string, before: string): boolean {
  if (segment === "" || VERSION.test(segment) || FILE.test(segment) || PARAMETER.test(segment)) return true;
  if (!WORD.test(segment) || MANY_CONSONANTS.test(segment) || PREFIXED_ID.test(segment)) return false;
  if (segment.split(/[-_]/).filter((word) => word !== "").length > MAX_WORDS) return false;
  if (PEOPLE.test(before) && !ABOUT_PEOPLE.test(segment)) return false;
  return segment.length <= 24 || segment.includes("-") || segment.includes("_");
}
