import type { CallKind, Effect, Outcome } from "../model/call.ts";
import type { Span } from "../model/span.ts";
import { effectOf } from "../normalize/effect.ts";
import { outcomeOf } from "../normalize/outcome.ts";
import { segmentTemplate } from "../normalize/segment.ts";
import { sqlStatement } from "../normalize/sql.ts";
import { urlTemplate } from "../normalize/url.ts";
import { methodOf, numberOf, statusOf, textOf, urlOf } from "./attributes.ts";

/** What a CLIENT span of any instrumentation says about the call it stands for. */
export interface ClientFacts {
  readonly kind: CallKind;
  readonly method: string;
  readonly target: string;
  readonly effect: Effect;
  readonly outcome: Outcome;
}

const CACHES = /redis|valkey|memcache|dragonfly/i;

/** True for spans that are kind CLIENT without being a call of the user's: taking a connection from a pool. */
export function isConnectionSpan(span: Span): boolean {
  return /(?:^|[.\-_: ])connect$/i.test(span.name) && methodOf(span) === undefined;
}

export function clientFacts(span: Span): ClientFacts {
  const outcome = outcomeOf({
    status: statusOf(span),
    grpcStatus: numberOf(span, "rpc.grpc.status_code", "rpc.response.status_code"),
    spanStatus: span.status,
    error: errorOf(span),
  });
  const system = textOf(span, "db.system.name", "db.system");
  if (system !== undefined) return { ...databaseFacts(span, system), outcome };
  if (textOf(span, "rpc.system.name", "rpc.system") !== undefined) return { ...rpcFacts(span), outcome };
  if (textOf(span, "messaging.system") !== undefined) return { ...messagingFacts(span), outcome };
  return { ...httpFacts(span), outcome };
}

function httpFacts(span: Span): Omit<ClientFacts, "outcome"> {
  const url = urlOf(span);
  const method = methodOf(span) ?? "";
  const { host, path } = url === undefined ? { host: "", path: "/{unknown}" } : urlTemplate(url);
  const graphqlOperation = textOf(span, "graphql.operation.type");
  return {
    kind: "http",
    method,
    target: host + path,
    effect: effectOf({ kind: "http", method, name: path, graphqlOperation }),
  };
}

function databaseFacts(span: Span, system: string): Omit<ClientFacts, "outcome"> {
  const text = textOf(span, "db.query.text", "db.statement");
  const named = textOf(span, "db.operation.name", "db.operation")?.toUpperCase();
  const place = textOf(span, "db.namespace", "db.name") ?? system;
  if (CACHES.test(system)) {
    const method = named ?? firstWord(text ?? span.name);
    return { kind: "cache", method, target: place, effect: effectOf({ kind: "cache", method }) };
  }
  if (text !== undefined && looksLikeSql(text)) {
    const { operation, template, effect } = sqlStatement(text, system);
    return { kind: "database", method: operation, target: `${place}: ${template}`, effect };
  }
  const method = named ?? firstWord(span.name);
  const collection = textOf(
    span,
    "db.collection.name",
    "db.mongodb.collection",
    "db.sql.table",
    "aws.dynamodb.table_names",
  );
  const target = `${place}: ${method}${collection === undefined ? "" : ` ${segmentTemplate(collection, "")}`}`;
  return { kind: "database", method, target, effect: operationEffect(method, target) };
}

/** Without the statement only its first word is known: a SELECT may still lock or call a function. */
function operationEffect(method: string, target: string): Effect {
  return method === "SELECT" ? "unknown" : effectOf({ kind: "database", method, name: target });
}

function rpcFacts(span: Span): Omit<ClientFacts, "outcome"> {
  const service = textOf(span, "rpc.service") ?? textOf(span, "server.address") ?? "rpc";
  const full = textOf(span, "rpc.method") ?? span.name;
  const name = full.slice(full.lastIndexOf("/") + 1);
  const target = `${segmentTemplate(service, "")}/${segmentTemplate(name, "")}`;
  return { kind: "rpc", method: "RPC", target, effect: effectOf({ kind: "rpc", method: "RPC", name }) };
}

function messagingFacts(span: Span): Omit<ClientFacts, "outcome"> {
  const destination = textOf(span, "messaging.destination.name", "messaging.destination") ?? "queue";
  const method = textOf(span, "messaging.operation.name", "messaging.operation.type", "messaging.operation") ?? "send";
  return { kind: "messaging", method: method.toUpperCase(), target: segmentTemplate(destination, ""), effect: "write" };
}

/** A document store's statement is JSON; a cache's is a command line. */
function looksLikeSql(text: string): boolean {
  return /^[\s(]*(?:--|\/\*|[A-Za-z]+\b)/.test(text);
}

function firstWord(text: string): string {
  return /^[A-Za-z.]{1,32}/.exec(text.trim())?.[0].toUpperCase() ?? "";
}

function errorOf(span: Span): string | undefined {
  const type = textOf(span, "error.type", "exception.type");
  if (type !== undefined) return type;
  for (const { attributes } of span.events) {
    const found = attributes["exception.type"];
    if (typeof found === "string") return found;
  }
  return undefined;
}
