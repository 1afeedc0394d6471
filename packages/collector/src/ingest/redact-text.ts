import { sqlTokens } from "@weir/core";

/** Stands for a query value. */
const HIDDEN = "{}";

const MAX_PARAMETERS = 64;

/** Longest statement whose redacted form is remembered, and how many are. */
const MAX_REMEMBERED_CHARS = 1_024;
const MAX_REMEMBERED = 4_096;

/** A URL or a path without credentials, query values and fragment. Path segments stay. */
export function redactUrl(url: string): string {
  const hash = url.indexOf("#");
  const end = hash < 0 ? url.length : hash;
  const mark = url.indexOf("?");
  const placeEnd = mark < 0 || mark > end ? end : mark;
  const place = withoutCredentials(url.slice(0, placeEnd));
  return placeEnd === end ? place : `${place}?${withoutQueryValues(url, placeEnd + 1, end)}`;
}

function withoutCredentials(place: string): string {
  const at = place.indexOf("@");
  if (at < 0) return place;
  const authority = place.indexOf("://") + 3;
  const slash = place.indexOf("/", authority);
  const last = place.lastIndexOf("@", slash < 0 ? place.length : slash);
  return authority < 3 || last < authority ? place : place.slice(0, authority) + place.slice(last + 1);
}

/** Names in the order they came. A parameter without `=` is all value. */
function withoutQueryValues(url: string, start: number, end: number): string {
  let kept = "";
  let from = start;
  for (let count = 0; from < end && count < MAX_PARAMETERS; count++) {
    const next = url.indexOf("&", from);
    const stop = next < 0 || next > end ? end : next;
    const equals = url.indexOf("=", from);
    if (kept !== "") kept += "&";
    kept += equals < 0 || equals >= stop ? HIDDEN : url.slice(from, equals + 1) + HIDDEN;
    from = stop + 1;
  }
  return kept;
}

/**
 * A statement with every literal replaced by `?`. What is no SQL (a cache command, a document) keeps its first word;
 * what does not even begin with one is dropped.
 */
export function redactStatement(text: string, system: string): string | undefined {
  if (/redis|valkey|memcache|dragonfly/i.test(system)) return /^\s*([a-z.]{1,32})\b/i.exec(text)?.[1];
  if (!/^[\s(]*(?:--|\/\*|[a-z]+\b)/i.test(text)) return undefined;
  return /mysql|mariadb/i.test(system) ? withoutMysqlLiterals(text) : withoutLiterals(text);
}

const withoutLiterals = remembered((text) => sqlTokens(text, false).join(" "));
const withoutMysqlLiterals = remembered((text) => sqlTokens(text, true).join(" "));

/** Span names are templates by convention; some senders put a URL, a query or a whole statement there all the same. */
export function redactName(name: string): string {
  if (name.length > 40 && /^\s*(?:select|insert|update|delete|with|call)\s/i.test(name)) return withoutLiterals(name);
  if (!name.includes("?") && !name.includes("@")) return name;
  return name.replaceAll(/[^\s"'<>]*[/?@][^\s"'<>]*/g, redactUrl);
}

/** A stack's lines; what stands before them is an error's message. */
export function redactStack(stack: string): string {
  const lines = stack.split("\n");
  return lines.filter((line) => /^\s*at\s/.test(line)).join("\n");
}

/** The same few statements come again and again; the oldest are forgotten at the bound. */
function remembered(redact: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const redacted = redact(text);
    if (text.length > MAX_REMEMBERED_CHARS) return redacted;
    if (known.size >= MAX_REMEMBERED) known.delete(known.keys().next().value as string);
    known.set(text, redacted);
    return redacted;
  };
}
