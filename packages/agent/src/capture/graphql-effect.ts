import type { OutgoingRequest } from "../evidence/probe.ts";

const MAX_BODY_CHARS = 100_000;

/**
 * A GraphQL document sent by POST says itself whether it reads or writes. `undefined` for everything else, and
 * wherever the answer is not certain.
 */
export function effectOf(request: OutgoingRequest): "read" | "write" | undefined {
  if (request.method !== "POST") return undefined;
  const body = request.body();
  if (body === undefined || body.length > MAX_BODY_CHARS || !body.includes('"query"')) return undefined;
  const parsed = parse(body);
  const operations = Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
  let effect: "read" | "write" | undefined;
  for (const operation of operations) {
    const one = effectOfOperation(operation);
    if (one === undefined) return undefined;
    effect = effect === "write" ? "write" : one;
  }
  return effect;
}

function effectOfOperation(operation: unknown): "read" | "write" | undefined {
  if (typeof operation !== "object" || operation === null) return undefined;
  const { query, operationName } = operation as { query?: unknown; operationName?: unknown };
  if (typeof query !== "string") return undefined;
  const found = operationsOf(query);
  const named = typeof operationName === "string" ? found.filter((one) => one.name === operationName) : found;
  if (named.length !== 1) return undefined;
  const kind = named[0]?.kind;
  if (kind === "mutation") return "write";
  return kind === "query" ? "read" : undefined;
}

interface DocumentOperation {
  readonly kind: string;
  readonly name: string | undefined;
}

/** Top-level operations of a document: words at depth 0, with strings, comments and selections skipped. */
function operationsOf(document: string): DocumentOperation[] {
  const operations: DocumentOperation[] = [];
  const tokens = document.matchAll(/"""[\s\S]*?"""|"(?:\\.|[^"\\])*"|#[^\n]*|[{}()]|[A-Za-z_]\w*/g);
  let depth = 0;
  let words: string[] = [];
  for (const [token] of tokens) {
    if (token === "{" || token === "(") {
      if (depth === 0 && token === "{") {
        const kind = words[0] ?? "query";
        if (kind !== "fragment") operations.push({ kind, name: words[1] });
        words = [];
      }
      depth += 1;
    } else if (token === "}" || token === ")") {
      depth -= 1;
    } else if (depth === 0 && /^[A-Za-z_]/.test(token)) {
      words.push(token);
    }
  }
  return depth === 0 ? operations : [];
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // not JSON, so not GraphQL over HTTP
  }
}
