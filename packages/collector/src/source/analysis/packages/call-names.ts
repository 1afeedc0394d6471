import type { Value } from "../machine/value.ts";
import { effectOfDocument, effectOfMethod } from "./request-options.ts";

/**
 * What a call that is not followed does, as far as its name tells. `pure`: nothing but its answer. `read`: asks
 * without changing. `write`: changes something elsewhere. `guard`: may leave because of what it was given. `check`:
 * leaves only when what it was given is broken.
 */
export type NamedEffect = "pure" | "read" | "write" | "guard" | "check" | "unknown";

/** First words of names that ask. */
const READ = new Set(
  "get fetch find list query read load search select count has is exists lookup describe peek scan aggregate retrieve to".split(
    " ",
  ),
);
/** `findOneAndUpdate`, `getOrCreate`: they ask and change. */
const ALSO_WRITES =
  /(?:And|Or)(?:Create|Insert|Update|Delete|Set|Save|Replace|Remove|Modify|Add|Upsert|Increment|Store)/;
/** `client.GET("/orders/{id}")`: methods of HTTP as methods of a client. */
const VERBS: Readonly<Record<string, NamedEffect>> = {
  GET: "read",
  HEAD: "read",
  OPTIONS: "read",
  POST: "write",
  PUT: "write",
  PATCH: "write",
  DELETE: "write",
};
/** Whole names of steps in a chain that builds a question or takes its answer apart. */
const STEP = new Set(
  (
    "where from limit offset skip take order orderBy groupBy having sort include populate lean join leftJoin innerJoin on and " +
    "or eq neq in range single maybeSingle first all one many values keys entries json text blob arrayBuffer page match " +
    "then catch finally with collection collectionGroup doc table model repository resource"
  ).split(" "),
);
const WRITE = new Set(
  (
    "create update delete save send post put patch track audit insert upsert remove publish emit enqueue push write destroy " +
    "reset revoke log login logout sign submit dispatch notify capture increment decrement mark archive cancel charge refund " +
    "transfer execute exec run apply merge commit rollback begin set add del incr decr expire hset hdel sadd srem lpush rpush " +
    "zadd setex touch register subscribe unsubscribe record flush store"
  ).split(" "),
);
const GUARD = new Set(
  "assert require ensure verify check authorize protect invariant must guard expect enforce".split(" "),
);
const GUARD_TAIL = /OrThrow$|OrFail$|OrRedirect$|OrReject$/;
/** Whether an answer has the agreed form is no decision the answer makes: like a failed request, it is a failure. */
const CHECK = new Set("parse parseAsync parseJson validate validateSync decode decodeSync cast".split(" "));
/** Functions whose whole effect is their answer, whatever package they come from. */
const PURE = new Set(
  (
    "clsx classnames cn format formatDistance parseISO nanoid uuid v4 stringify serialize structuredClone toString valueOf " +
    "capitalize camelCase kebabCase slugify truncate pick omit sortBy groupBy uniq uniqBy keyBy chunk flatten isEqual " +
    "cloneDeep escape unescape encode digest toJSON trim toFixed padStart safeParse safeParseAsync superjson " +
    "gql graphql"
  ).split(" "),
);
/** Calls whose first argument is a question in a language of its own: it says what happens. */
const ASKS_IN_TEXT = new Set("request raw $queryRaw $executeRaw sql query execute unsafe rawQuery".split(" "));
/** `$fetch(url, options)`, `got(url, options)`, `axios(options)`: told by their options, like `fetch`. */
const FETCH_LIKE = /fetch$|^(?:got|ky|axios|needle|superagent)$/i;
/** Makers of such functions. */
const MAKES = /^(?:create|extend|instance|defaults)$/;

/** Calls that run what they are given before anything else is asked of the same thing, or not at all. */
const ONE_SHOT =
  /^(?:\$?transaction|\$?transacting|startActiveSpan|startSpan|withSpan|withScope|withTransaction|retry|batch|then|catch|finally|waitUntil|after)$/;
/** Methods of lists, which answers of packages often are. */
const OF_LISTS =
  /^(?:map|filter|forEach|flatMap|find|findLast|findIndex|findLastIndex|some|every|reduce|reduceRight|sort|toSorted|groupBy|replace|replaceAll)$/;
/** Lists that are still to come: what they are given runs when something comes. */
const STREAMS =
  /^(?:rxjs|most|@most\/|xstream|baconjs|kefir|wonka|ix|effect|highland|iter-tools|(?:node:)?stream)(?=$|[/#])/;

export function isOneShot(origin: string, name: string): boolean {
  const last = lastName(name);
  return ONE_SHOT.test(last) || (OF_LISTS.test(last) && !STREAMS.test(origin));
}

/** Effect of calling something named `axios.get`, `prisma.user.findMany` or `new Client`. */
export function effectOfCall(name: string, construct: boolean, args: readonly Value[]): NamedEffect {
  if (construct) return "unknown";
  const path = name.replace(/^new /, "").split(/[.#/:]/);
  const last = lastName(name);
  if (isFetchLike(path)) return effectOfMethod(args);
  const verb = Object.hasOwn(VERBS, last) ? VERBS[last] : undefined;
  if (verb !== undefined) return verb;
  if (PURE.has(last)) return "pure";
  if (CHECK.has(last)) return "check";
  const built = effectOfBuilt(path);
  if (built !== undefined) return built;
  if (GUARD_TAIL.test(last)) return "guard";
  const word = firstWord(last);
  if (GUARD.has(word)) return "guard";
  if (ASKS_IN_TEXT.has(last)) {
    const told = effectOfDocument(args[0]);
    if (told !== undefined) return told;
  }
  if (WRITE.has(word) || ALSO_WRITES.test(last)) return "write";
  return READ.has(word) || STEP.has(last) ? "read" : "unknown";
}

/** Procedures that are called by what they are, `api.user.byId.query(id)`: their argument is no document. */
export function effectOfProcedure(origin: string, name: string): NamedEffect | undefined {
  if (!/^@(?:trpc|orpc)\//.test(origin)) return undefined;
  const last = lastName(name);
  return last === "query" ? "read" : last === "mutate" ? "write" : undefined;
}

/** Steps of a statement that is being put together, and last steps that send one. */
const CHANGING_STEP = /^(?:insert(?:Into)?|update(?:Table)?|delete(?:From)?|upsert|replaceInto|mergeInto)\(\)$/;
const ASKING_STEP = /^select(?:From|Distinct|All)?\(\)$/;
const SENDS = /^execute(?:TakeFirst)?$/;

/** `db.selectFrom("users").where(…).execute()`, `db.insert(users).values(…)`: the verb stands before the last step. */
function effectOfBuilt(path: readonly string[]): NamedEffect | undefined {
  const steps = path.slice(0, -1);
  if (steps.some((step) => CHANGING_STEP.test(step))) return "write";
  return SENDS.test(path.at(-1) ?? "") && steps.some((step) => ASKING_STEP.test(step)) ? "read" : undefined;
}

/** `$fetch`, and what `ofetch.create()` gave. */
function isFetchLike(path: readonly string[]): boolean {
  const last = path.at(-1) ?? "";
  if (!last.endsWith("()")) return FETCH_LIKE.test(last);
  return MAKES.test(last.replace(/\(\)$/, "")) && FETCH_LIKE.test(path.at(-2) ?? "");
}

function lastName(name: string): string {
  const path = name.replace(/\(\)$/, "");
  return path.slice(Math.max(...[".", "#", "/", ":"].map((mark) => path.lastIndexOf(mark))) + 1);
}

/** `findManyByUser` -> `find` */
export function firstWord(name: string): string {
  return (/^[$_]*[a-z0-9]+/.exec(name)?.[0] ?? /^[$_]*[A-Z][a-z0-9]*/.exec(name)?.[0] ?? name)
    .replace(/^[$_]+/, "")
    .toLowerCase();
}
