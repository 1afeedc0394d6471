import { sqlTokens, urlTemplate } from "@weir/core";

/** Stands for a query value. */
const HIDDEN_VALUE = "{}";

/** Longest text whose redacted form is remembered, and how many are. */
const MAX_REMEMBERED_CHARS = 1_024;
const MAX_REMEMBERED = 4_096;

/**
 * A URL or a path without values: its path's template, the names of its query's keys, no credentials, no fragment. The
 * host stays as it is, since a template of it could not be told from another host's.
 */
export const redactUrl: (url: string) => string = remembered((url) => {
  const [, scheme = "", authority = "", rest = ""] = /^([a-z][a-z0-9+.-]{0,20}:\/\/)?([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (scheme === "" && authority !== "") return /^[a-z][a-z0-9+.-]{0,20}:/i.exec(url)?.[0] ?? HIDDEN_VALUE;
  const { path, query } = urlTemplate(rest.startsWith("/") ? rest : `/${rest}`);
  const keys = query.map((name) => `${name}=${HIDDEN_VALUE}`).join("&");
  return scheme + authority.slice(authority.lastIndexOf("@") + 1) + path + (keys === "" ? "" : `?${keys}`);
});

/**
 * A statement with every literal replaced by `?`. What is no SQL (a cache command, a document) keeps its first word;
 * what does not even begin with one is dropped.
 */
export function redactStatement(text: string, system: string): string | undefined {
  if (/redis|valkey|memcache|dragonfly/i.test(system)) return firstWord(text);
  if (!/^[\s(]*(?:--|\/\*|[a-z]+\b)/i.test(text)) return undefined;
  return /mysql|mariadb/i.test(system) ? withoutMysqlLiterals(text) : withoutLiterals(text);
}

const withoutLiterals = remembered((text) => sqlTokens(text, false).join(" "));
const withoutMysqlLiterals = remembered((text) => sqlTokens(text, true).join(" "));

/** Span names are templates by convention; some senders put a URL, a query or a whole statement there all the same. */
export function redactName(name: string): string {
  if (name.length > 40 && /^\s*(?:select|insert|update|delete|with|call)\s/i.test(name)) return withoutLiterals(name);
  if (!name.includes("?") && !name.includes("://")) return name;
  return name
    .replaceAll(/\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>]+/gi, redactUrl)
    .replaceAll(/\?[^\s{}=&]+=[^\s]*/g, (query) => redactUrl(`/${query}`).slice(1));
}

/** A stack's lines; what stands before them is an error's message. */
export function redactStack(stack: string): string {
  const lines = stack.split("\n");
  return lines.filter((line) => /^\s*at\s/.test(line)).join("\n");
}

function firstWord(text: string): string | undefined {
  return /^\s*([a-z.]{1,32})\b/i.exec(text)?.[1];
}

/** The same few texts come again and again; the oldest are forgotten at the bound. */
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
