import type { Obj } from "../machine/objects.ts";
import { exactText, type Value } from "../machine/value.ts";

type Told = "read" | "write" | "unknown";

const READS = new Set(["GET", "HEAD", "OPTIONS"]);
const ASKS = /^(?:query|\{|fragment|select|show|with|explain|subscription|match)\b|^\{/;
const CHANGES =
  /^(?:mutation|insert|update|delete|merge|create|drop|alter|truncate|begin|commit|rollback|savepoint|set|lock|call)\b/;
/** `with x as (…) insert …`, `select … for update` */
const CHANGES_WITHIN = /\b(?:insert\s+into|update\s+\w+\s+set|delete\s+from|for\s+update)\b/;

/** What `fetch(url, options)` and functions like it do: their `method` says so, and `GET` is what none means. */
export function effectOfMethod(args: readonly Value[]): Told {
  let effect: Told = "read";
  for (const [index, value] of args.slice(0, 2).entries())
    for (const ref of value.refs) effect = stronger(effect, methodOf(ref, index === 1));
  const [, options] = args;
  // Options that are a scalar of unknown make are none.
  return options !== undefined && options.refs.length === 0 && options.text !== undefined ? "unknown" : effect;
}

/** A document is sent by `POST`, whatever it asks for. */
function isGraphqlQuery(body: Value["text"]): boolean {
  if (body === undefined) return false;
  const text = withoutComments(body.text);
  return /^(?:(?:query|fragment)\b\s*[\w({]|\{\s*[A-Za-z_])/.test(text) && !/\bmutation\b/.test(text);
}

function stronger(a: Told, b: Told): Told {
  if (a === "write" || b === "write") return "write";
  return a === "unknown" || b === "unknown" ? "unknown" : "read";
}

function methodOf(ref: Obj, isOptions: boolean): Told {
  const method = ref.fields.get("method");
  if (method !== undefined) {
    const text = exactText(method.value);
    if (text === undefined) return "unknown";
    if (READS.has(text.toUpperCase())) return "read";
    return text.toUpperCase() === "POST" && isGraphqlQuery(ref.fields.get("body")?.value.text) ? "read" : "write";
  }
  if (!isOptions) return "read";
  return ref.kind === "record" && ref.shape === "closed" && ref.rest === undefined ? "read" : "unknown";
}

/** GraphQL documents and SQL say themselves what they do; `undefined` when the argument is no text at all. */
export function effectOfDocument(argument: Value | undefined): Told | undefined {
  if (argument === undefined) return undefined;
  const own = argument.text ?? fieldText(argument);
  if (own === undefined) return mayBeText(argument) ? "unknown" : undefined;
  const text = withoutComments(own.text).toLowerCase();
  if (CHANGES.test(text) || (!text.startsWith("{") && CHANGES_WITHIN.test(text))) return "write";
  if (!ASKS.test(text)) return "unknown";
  // The rest of `with x as (${…` may change something.
  return own.exact || !text.startsWith("with") ? "read" : "unknown";
}

function mayBeText({ refs }: Value): boolean {
  return refs.length === 0 || refs.some((ref) => ref.kind === "record" && ref.shape !== "closed");
}

/** `query({ text: "select …" })`, `request({ document, variables })` */
function fieldText(argument: Value): Value["text"] {
  for (const ref of argument.refs)
    for (const name of ["text", "sql", "document", "query", "mutation"]) {
      const text = ref.fields.get(name)?.value.text;
      if (text !== undefined) return text;
    }
  return undefined;
}

function withoutComments(text: string): string {
  return text
    .slice(0, 4_000)
    .replace(/(?:--|#)[^\n]*\n|\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, " ")
    .trimStart();
}
