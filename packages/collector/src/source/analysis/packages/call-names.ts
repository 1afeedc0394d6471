import type { Value } from "../machine/value.ts";

/**
 * What a call that is not followed does, as far as its name tells. `pure`: nothing but its answer. `read`: asks
 * without changing. `write`: changes something elsewhere. `guard`: may leave because of what it was given.
 */
export type NamedEffect = "pure" | "read" | "write" | "guard" | "unknown";

/** First words of names that ask. */
const READ = new Set(
  "get fetch find list query read load search select count has is exists lookup describe peek scan aggregate retrieve to".split(
    " ",
  ),
);
/** `findOneAndUpdate`, `getOrCreate`: they ask and change. */
const ALSO_WRITES =
  /(?:And|Or)(?:Create|Insert|Update|Delete|Set|Save|Replace|Remove|Modify|Add|Upsert|Increment|Store)/;
/** Whole names of steps in a chain that builds a question or takes its answer apart. */
const STEP = new Set(
  (
    "where from limit offset skip take order orderBy groupBy having sort include populate lean join leftJoin innerJoin on and " +
    "or eq neq in range single maybeSingle first all one many values keys entries json text blob arrayBuffer page match " +
    "then catch finally with"
  ).split(" "),
);
const WRITE = new Set(
  (
    "create update delete save send post put patch track audit insert upsert remove publish emit enqueue push write destroy " +
    "reset revoke log login logout sign submit dispatch notify capture increment decrement mark archive cancel charge refund " +
    "transfer execute exec run apply merge commit rollback begin"
  ).split(" "),
);
const GUARD = new Set(
  "assert require ensure verify check authorize protect validate invariant must guard expect enforce parse".split(" "),
);
const GUARD_TAIL = /OrThrow$|OrFail$|OrRedirect$|OrReject$/;
/** Methods of loggers and tracers: what they are told goes nowhere this program reads. */
const LOGGER =
  /(?:^|\.)(?:console|log|logger|winston|pino|debug)\.(?:log|info|debug|warn|error|trace|verbose|fatal|time|timeEnd|table|group|groupEnd|dir|assert|count)$/i;
/** Functions whose whole effect is their answer, whatever package they come from. */
const PURE = new Set(
  (
    "clsx classnames cn format formatDistance parseISO nanoid uuid v4 stringify serialize structuredClone toString valueOf " +
    "capitalize camelCase kebabCase slugify truncate pick omit sortBy groupBy uniq uniqBy keyBy chunk flatten isEqual " +
    "cloneDeep escape unescape encode decode hash digest toJSON trim toFixed padStart"
  ).split(" "),
);

/** Effect of calling something named `axios.get`, `prisma.user.findMany` or `new Client`. */
export function effectOfCall(name: string, construct: boolean, args: readonly Value[]): NamedEffect {
  if (construct) return "unknown";
  if (LOGGER.test(name)) return "pure";
  const last = lastName(name);
  if (PURE.has(last)) return "pure";
  if (GUARD_TAIL.test(last)) return "guard";
  const word = firstWord(last);
  if (GUARD.has(word)) return "guard";
  if (last === "request" || last === "raw" || last === "$queryRaw" || last === "sql") return effectOfText(args[0]);
  if (WRITE.has(word) || ALSO_WRITES.test(last)) return "write";
  return READ.has(word) || STEP.has(last) ? "read" : "unknown";
}

/** GraphQL documents and SQL say themselves what they do. */
function effectOfText(argument: Value | undefined): NamedEffect {
  const text = argument?.text?.text.trimStart().toLowerCase();
  if (text === undefined || text === "") return "unknown";
  if (/^(?:query|\{|fragment|select|show|with|explain)/.test(text)) return "read";
  return /^(?:mutation|insert|update|delete|merge|create|drop|alter|truncate)/.test(text) ? "write" : "unknown";
}

function lastName(name: string): string {
  const path = name.replace(/\(\)$/, "");
  return path.slice(Math.max(path.lastIndexOf("."), path.lastIndexOf("#")) + 1);
}

/** `findManyByUser` -> `find` */
export function firstWord(name: string): string {
  return (/^[$_]*[a-z0-9]+/.exec(name)?.[0] ?? /^[$_]*[A-Z][a-z0-9]*/.exec(name)?.[0] ?? name)
    .replace(/^[$_]+/, "")
    .toLowerCase();
}
