import type { Attributes, AttributeValue } from "@opentelemetry/api";
import { HIDDEN_NAME, isCodeName } from "./code-name.ts";
import { redactPath, redactQuery, redactTarget, redactUrl, type UrlRules } from "./url.ts";
import { redactSql } from "./sql.ts";
import { Remembered } from "../remembered.ts";

type Rule = (value: AttributeValue, rules: UrlRules) => AttributeValue | undefined;

/** Words of a protocol, a template or a number; a list or an object is none. */
const keep: Rule = (value) => (typeof value === "object" ? undefined : value);
const asText =
  (redact: (text: string, rules: UrlRules) => string): Rule =>
  (value, rules) =>
    typeof value === "string" ? redact(value, rules) : undefined;
/** A short name without blanks and digits; anything else could be somebody's text. */
const asName: Rule = (value) =>
  typeof value === "string" && /^[\w./:[\]()@$-]{1,200}$/.test(value) ? value : undefined;

/** A class of errors, a code of the runtime or of SQL, a status. */
const asKind: Rule = (value) => (typeof value === "string" && isErrorKind(value) ? value : undefined);

export function isErrorKind(text: string): boolean {
  return /^(?:\d{3}|[0-9A-Z]{5})$/.test(text) || text.split(/[.:/]/).every(isCodeName);
}

/** What the collector reads. An attribute that is not here stays in the process, whoever set it. */
const ALLOWED = new Map<string, Rule>([
  ...[
    "http.request.method",
    "http.request.method_original",
    "http.method",
    "http.response.status_code",
    "http.status_code",
    "http.route",
    "http.response.body.size",
    "http.request.resend_count",
    "url.scheme",
    "server.address",
    "server.port",
    "net.peer.name",
    "net.peer.port",
    "network.protocol.name",
    "network.protocol.version",
    "code.line.number",
    "code.column.number",
    "code.lineno",
    "next.route",
    "next.rsc",
    "next.bubble",
    "next.span_type",
    "next.span_category",
    "next.page",
    "next.segment",
    "next.clientComponentLoadCount",
    "next.fetch.idx",
    "next.fetch.cache_status",
    "next.fetch.cache_reason",
    "rpc.grpc.status_code",
    "sveltekit.is_data_request",
    "sveltekit.is_sub_request",
    "sveltekit.load.node_id",
    "sveltekit.load.node_type",
    "sveltekit.load.environment",
    "sveltekit.load.result.type",
    "sveltekit.load.result.status",
    "sveltekit.form_action.name",
    "sveltekit.form_action.result.type",
    "sveltekit.form_action.result.status",
    "sveltekit.remote.call.id",
    "sveltekit.remote.call.type",
    "sveltekit.remote.call.name",
    "sveltekit.remote.form.post.id",
  ].map((name): [string, Rule] => [name, keep]),
  ...[
    "code.file.path",
    "code.filepath",
    "code.function.name",
    "code.function",
    "code.namespace",
    "db.system",
    "db.system.name",
    "db.name",
    "db.namespace",
    "db.operation",
    "db.operation.name",
    "db.sql.table",
    "db.collection.name",
    "rpc.system",
    "rpc.system.name",
    "rpc.service",
    "rpc.method",
    "messaging.system",
    "messaging.operation",
    "messaging.operation.name",
    "messaging.operation.type",
    "messaging.destination.name",
    "rpc.response.status_code",
    "db.mongodb.collection",
    "express.type",
    "fastify.type",
    "koa.type",
    "connect.type",
    "hapi.type",
    "graphql.operation.type",
    "graphql.operation.name",
    "peer.service",
    "service.peer.name",
  ].map((name): [string, Rule] => [name, asName]),
  ...["express.name", "fastify.name", "koa.name", "connect.name"].map((name): [string, Rule] => [
    name,
    asText(redactPath),
  ]),
  ["error.type", asKind],
  ["url.full", asText(redactUrl)],
  ["http.url", asText(redactUrl)],
  ["url.path", asText(redactPath)],
  ["url.query", asText(redactQuery)],
  ["http.target", asText(redactTarget)],
  ["db.statement", asText(redactSql)],
  ["db.query.text", asText(redactSql)],
  ["db.query.summary", asText(redactSql)],
]);

/** The attributes that leave the process, as new values; the span keeps its own. */
export function redactAttributes(attributes: Attributes, rules: UrlRules): Attributes {
  const redacted: Attributes = {};
  for (const key in attributes) {
    const value = attributes[key];
    if (value === undefined) continue;
    const shown = ALLOWED.get(key)?.(value, rules);
    if (shown !== undefined) redacted[key] = shown;
  }
  return redacted;
}

const URL_IN_TEXT = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi;

/** Names whose redaction is remembered: most are templates already, and the same few. */
const MAX_NAMES = 500;
const namesBy = new WeakMap<UrlRules, Remembered<string>>();

/** A span name with URLs, paths and statements in it brought to their templates, and words that could be values hidden. */
export function redactName(name: string, rules: UrlRules): string {
  if (name.length > MAX_NAME_CHARS) return hideInName(name, rules);
  let names = namesBy.get(rules);
  if (names === undefined) {
    names = new Remembered(MAX_NAMES, (text) => hideInName(text, rules));
    namesBy.set(rules, names);
  }
  return names.of(name);
}

function hideInName(name: string, rules: UrlRules): string {
  if (/^\s*(?:select|insert|update|delete|with|call)\s/i.test(name) && name.length > 40) return redactSql(name);
  return name
    .slice(0, MAX_NAME_CHARS)
    .replace(URL_IN_TEXT, (url) => redactUrl(url, rules))
    .replace(
      /^((?:RSC )?[A-Z]{3,8} )(\/\S*)$/,
      (_all, method: string, target: string) => method + redactTarget(target, rules),
    )
    .replace(/\S+/g, (word) => (isValue(word) ? HIDDEN_NAME : word));
}

const MAX_NAME_CHARS = 256;

/** An address, a long number, digits among letters again and again: no word of a program. */
function isValue(word: string): boolean {
  if (word.includes("{") || word.includes("[") || word.startsWith("/")) return false;
  return /@|\d{4}/.test(word) || (word.match(/\d+/g)?.length ?? 0) > 2;
}
