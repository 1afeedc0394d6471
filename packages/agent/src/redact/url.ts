import { HIDDEN_SEGMENT, pathTemplate } from "./path-template.ts";

/** Stands for a query value. */
export const HIDDEN_VALUE = "{}";

const MAX_URL_CHARS = 2048;
const MAX_PARAMETERS = 32;
/** A token in the place of a name. */
const MIN_TOKEN_CHARS = 16;
const TWO_DIGITS = /\d.*\d/;
const SCHEME = /^[a-z][a-z0-9+.-]*:$/i;
const BEGINS_WITH_SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const [SLASH, QUESTION_MARK, HASH] = [47, 63, 35];
const PARAMETER_NAME = /^[a-z_$][\w$.[\]-]{0,39}$/i;

export interface UrlRules {
  /** Query parameters whose names are hidden too. */
  readonly query: ReadonlySet<string>;
  /** Path patterns as segments; `*` hides the segment at its place. */
  readonly paths: readonly (readonly string[])[];
}

export const NO_RULES: UrlRules = { query: new Set(), paths: [] };

export function urlRules(query: readonly string[], paths: readonly string[]): UrlRules {
  return { query: new Set(query.map((name) => name.toLowerCase())), paths: paths.map((path) => path.split("/")) };
}

/** Scheme, host and what is left of path and query once every value is hidden. Credentials and fragment are gone. */
export function redactUrl(url: string, rules: UrlRules = NO_RULES): string {
  const text = url.length > MAX_URL_CHARS ? url.slice(0, MAX_URL_CHARS) : url;
  const slashes = text.indexOf("//");
  if (slashes < 0 || (slashes > 0 && !SCHEME.test(text.slice(0, slashes)))) {
    return BEGINS_WITH_SCHEME.test(text) ? `${text.split(":", 1)[0]}:` : redactTarget(text, rules);
  }
  const start = slashes + 2;
  let end = start;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === SLASH || code === QUESTION_MARK || code === HASH) break;
  }
  const authority = text.slice(start, end);
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return `${text.slice(0, start)}${host}${redactTarget(text.slice(end), rules)}`;
}

/** Path and query, as in `http.target`. */
export function redactTarget(target: string, rules: UrlRules = NO_RULES): string {
  const hash = target.indexOf("#");
  const plain = hash === -1 ? target : target.slice(0, hash);
  const mark = plain.indexOf("?");
  if (mark === -1) return redactPath(plain, rules);
  return `${redactPath(plain.slice(0, mark), rules)}?${redactQuery(plain.slice(mark + 1), rules)}`;
}

export function redactPath(path: string, rules: UrlRules = NO_RULES): string {
  const template = pathTemplate(path);
  if (rules.paths.length === 0) return template;
  const segments = template.split("/");
  for (const pattern of rules.paths) hideByPattern(segments, pattern);
  return segments.join("/");
}

/** Names in the order they came, every value replaced. A name that looks like data is hidden as well. */
export function redactQuery(query: string, rules: UrlRules = NO_RULES): string {
  let shown = "";
  for (const part of query.replace(/^\?/, "").split("&", MAX_PARAMETERS)) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = equals === -1 ? part : part.slice(0, equals);
    const known = isName(name, equals !== -1) && !rules.query.has(name.toLowerCase());
    if (shown !== "") shown += "&";
    shown += `${known ? name : HIDDEN_VALUE}=${HIDDEN_VALUE}`;
  }
  return shown;
}

/** What stands there without a value is as likely one itself: only a plain word passes for a name. */
function isName(text: string, hasValue: boolean): boolean {
  if (!PARAMETER_NAME.test(text) || (text.length >= MIN_TOKEN_CHARS && TWO_DIGITS.test(text))) return false;
  return hasValue || pathTemplate(`/${text}`) === `/${text}`;
}

function hideByPattern(segments: string[], pattern: readonly string[]): void {
  if (pattern.length > segments.length) return;
  for (const [index, part] of pattern.entries()) {
    if (part !== "*" && part !== segments[index] && segments[index] !== HIDDEN_SEGMENT) return;
  }
  for (const [index, part] of pattern.entries()) {
    if (part === "*") segments[index] = HIDDEN_SEGMENT;
  }
}
