import type { CallKind, Effect } from "../model/call.ts";

export interface EffectFacts {
  readonly kind: CallKind;
  /** Upper-case HTTP method, or the database's or cache's command. */
  readonly method: string;
  /** Path of the URL, or the RPC method's name. */
  readonly name?: string | undefined;
  /** `query` | `mutation` | `subscription` where an instrumentation says. */
  readonly graphqlOperation?: string | undefined;
  /** What the request itself says, as the agent saw it. */
  readonly declared?: string | undefined;
}

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS", "QUERY"]);
const READING_VERB = /^(?:get|list|search|query|find|count|lookup|fetch|read|batch_?[gG]et|mget)(?=$|[A-Z_-])/;
/** `getOrCreate`, `fetchAndLock`: whatever follows a conjunction is not read off the name. */
const DOUBTFUL_WORDS = new Set(
  "create update delete insert upsert save set put remove write send post publish mark touch consume lock claim and or".split(
    " ",
  ),
);
const READING_PATH = new Set(["search", "_search", "_msearch", "_count", "_mget", "multi_search"]);
const CACHE_READS = new Set(
  "GET MGET EXISTS TTL PTTL STRLEN GETRANGE TYPE HGET HMGET HGETALL HEXISTS HKEYS HVALS HLEN LRANGE LLEN LINDEX SMEMBERS SISMEMBER SCARD ZRANGE ZSCORE ZCARD ZRANK ZCOUNT ZRANGEBYSCORE SCAN HSCAN SSCAN ZSCAN PING GETS JSON.GET FT.SEARCH".split(
    " ",
  ),
);
const DOCUMENT_READS = new Set(
  "FIND FINDONE AGGREGATE COUNT COUNTDOCUMENTS ESTIMATEDDOCUMENTCOUNT DISTINCT GETMORE GETITEM BATCHGETITEM QUERY SCAN SEARCH SELECT GET READ LISTCOLLECTIONS".split(
    " ",
  ),
);

/** Whether an HTTP, RPC, cache or document-store call changes anything. SQL text is judged by `sqlStatement`. */
export function effectOf(facts: EffectFacts): Effect {
  if (facts.declared === "read" || facts.declared === "write") return facts.declared;
  return EFFECT_BY_KIND[facts.kind](facts);
}

const EFFECT_BY_KIND: Readonly<Record<CallKind, (facts: EffectFacts) => Effect>> = {
  http: httpEffect,
  internal: httpEffect,
  rpc: ({ name }) => (isReadingName(name ?? "") ? "read" : "unknown"),
  cache: ({ method }) => (CACHE_READS.has(method) ? "read" : "write"),
  database: ({ method }) => (DOCUMENT_READS.has(method) ? "read" : "unknown"),
  messaging: () => "write",
};

function httpEffect({ method, name = "", graphqlOperation }: EffectFacts): Effect {
  if (SAFE_METHODS.has(method)) return "read";
  if (graphqlOperation !== undefined) return graphqlOperation === "query" ? "read" : "write";
  if (method !== "POST") return method === "" ? "unknown" : "write";
  const last = name.slice(name.lastIndexOf("/") + 1);
  if (last === "graphql") return "unknown";
  return READING_PATH.has(last) || isReadingName(last) ? "read" : "write";
}

/**
 * `orders.v1.Orders/GetOrder`, `listUsers`, `things:batchGet`: a verb that reads, followed by a word and by nothing that
 * changes something (`getOrCreate`). A bare `/query` stays a write, since databases take any statement under it.
 */
function isReadingName(name: string): boolean {
  const last = name.split(/[/.:]/).at(-1) ?? "";
  const camel = last.slice(0, 1).toLowerCase() + last.slice(1);
  const verb = READING_VERB.exec(camel);
  if (verb === null) return false;
  const rest = camel.slice(verb[0].length);
  if (rest === "") return camel !== "query" && camel !== "fetch" && camel !== "read";
  return rest.split(/(?=[A-Z])|[-_]/).every((word) => !DOUBTFUL_WORDS.has(word.toLowerCase()));
}
