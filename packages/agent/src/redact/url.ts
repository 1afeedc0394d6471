import { HIDDEN_SEGMENT, pathTemplate } from "./path-template.ts";

/** Stands for a query value. */
export const HIDDEN_VALUE = "{}";

const MAX_URL_CHARS = 2048;
const MAX_PARAMETERS = 32;
/** A token in the place of a name. */
const LONG_WITH_DIGITS = /^(?=.*\d.*\d).{16,}$/;
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
  const match = /^([a-z][a-z0-9+.-]*:)?\/\/([^/?#]*)(.*)$/is.exec(text);
  if (match === null)
    return /^[a-z][a-z0-9+.-]*:/i.test(text) ? `${text.split(":", 1)[0]}:` : redactTarget(text, rules);
  const [, scheme = "", authority = "", rest = ""] = match;
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return `${scheme}//${host}${redactTarget(rest, rules)}`;
}

/** Path and query, as in `http.target`. */
export function redactTarget(target: string, rules: UrlRules = NO_RULES): string {
  const plain = target.split("#", 1)[0] ?? "";
  const mark = plain.indexOf("?");
  if (mark === -1) return redactPath(plain, rules);
  return `${redactPath(plain.slice(0, mark), rules)}?${redactQuery(plain.slice(mark + 1), rules)}`;
}

export function redactPath(path: string, rules: UrlRules = NO_RULES): string {
  const segments = pathTemplate(path).split("/");
  for (const pattern of rules.paths) hideByPattern(segments, pattern);
  return segments.join("/");
}

/** Names in the order they came, every value replaced. A name that looks like data is hidden as well. */
export function redactQuery(query: string, rules: UrlRules = NO_RULES): string {
  return query
    .replace(/^\?/, "")
    .split("&", MAX_PARAMETERS)
    .filter((part) => part !== "")
    .map((part) => {
      const name = part.split("=", 1)[0] ?? "";
      const known = isName(name, part.includes("=")) && !rules.query.has(name.toLowerCase());
      return `${known ? name : HIDDEN_VALUE}=${HIDDEN_VALUE}`;
    })
    .join("&");
}

/** What stands there without a value is as likely one itself: only a plain word passes for a name. */
function isName(text: string, hasValue: boolean): boolean {
  if (!PARAMETER_NAME.test(text) || LONG_WITH_DIGITS.test(text)) return false;
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
