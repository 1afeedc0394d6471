import type { Effect } from "../model/call.ts";
import { sqlTokens } from "./sql-tokens.ts";

export interface SqlStatement {
  /** `SELECT`, `BEGIN`: upper-case; empty when the text holds no word. */
  readonly operation: string;
  /** The statement without any literal: `SELECT * FROM users WHERE id = ?`. */
  readonly template: string;
  readonly effect: Effect;
}

const MAX_TEMPLATE = 240;
const READS = new Set(["SELECT", "WITH", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "VALUES", "TABLE"]);
const TRANSACTION = new Set(["BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "END", "ABORT"]);
const CHANGES = new Set([
  "INSERT",
  "UPDATE",
  "DELETE",
  "MERGE",
  "REPLACE",
  "INTO",
  "TRUNCATE",
  "CREATE",
  "ALTER",
  "DROP",
  "LOCK",
]);
/** Words that may stand before a bracket in a statement that only reads: functions without effect, keywords, types. */
const HARMLESS_BEFORE_BRACKET = new Set(
  [
    "COUNT SUM MIN MAX AVG ARRAY_AGG STRING_AGG JSON_AGG JSONB_AGG GROUP_CONCAT JSON_ARRAYAGG ROW_NUMBER RANK DENSE_RANK LAG LEAD",
    "COALESCE NULLIF IF IFNULL GREATEST LEAST CAST EXTRACT NOW DATE DATE_TRUNC DATE_FORMAT UNIX_TIMESTAMP TO_CHAR INTERVAL",
    "LOWER UPPER LENGTH CONCAT SUBSTRING TRIM LEFT RIGHT REPLACE REGEXP_REPLACE POSITION STRPOS SPLIT_PART",
    "ROUND ABS CEIL FLOOR MOD POWER SQRT RANDOM UNNEST VERSION CURRENT_DATABASE",
    "JSON_BUILD_OBJECT JSONB_BUILD_OBJECT JSON_EXTRACT JSON_OBJECT TO_JSON ROW_TO_JSON JSONB_ARRAY_ELEMENTS",
    "TO_TSVECTOR TO_TSQUERY PLAINTO_TSQUERY TS_RANK MATCH AGAINST",
    "EXISTS IN ANY ALL SOME VALUES AND OR NOT ON USING AS FROM WHERE BY SELECT WHEN THEN ELSE CASE JOIN LATERAL DISTINCT",
    "OVER FILTER WITHIN PARTITION HAVING LIMIT OFFSET UNION EXCEPT INTERSECT ARRAY ROW BETWEEN LIKE ILIKE",
    "CHAR VARCHAR NUMERIC DECIMAL TIMESTAMP",
  ].flatMap((line) => line.split(" ")),
);

/**
 * Takes every literal out of a statement and says whether it changes anything. `system` is `db.system.name`: MySQL's
 * double quotes hold strings, elsewhere they hold names. A function whose effect is not known makes a SELECT `unknown`.
 */
export function sqlStatement(text: string, system: string = ""): SqlStatement {
  const tokens = sqlTokens(text, /mysql|mariadb/i.test(system));
  const words = tokens.map((token) => token.toUpperCase());
  const operation = words.find((word) => /^[A-Z]/.test(word)) ?? "";
  return { operation, template: shortened(joined(tokens)), effect: effectOf(words, operation) };
}

function effectOf(words: readonly string[], operation: string): Effect {
  if (TRANSACTION.has(operation)) return "write";
  if (!READS.has(operation))
    return operation === "" || operation === "CALL" || operation === "EXEC" ? "unknown" : "write";
  if (words.some((word, index) => changes(words, word, index))) return "write";
  return words.some((word, index) => words[index + 1] === "(" && isUnknownFunction(word)) ? "unknown" : "read";
}

/** `FOR UPDATE` and `FOR SHARE` take locks; `REPLACE(` is a string function. */
function changes(words: readonly string[], word: string, index: number): boolean {
  if (word === "SHARE") return words[index - 1] === "FOR" || words[index - 1] === "KEY";
  return CHANGES.has(word) && words[index + 1] !== "(";
}

/** `schema.f(…)` is judged by `f`; a name behind FROM, JOIN or WITH may be a table with a column list, judged alike. */
function isUnknownFunction(word: string): boolean {
  const name = word.slice(word.lastIndexOf(".") + 1);
  return /^[A-Z_]/.test(name) && !HARMLESS_BEFORE_BRACKET.has(name);
}

/** One spelling whatever the client's spacing; lists of any length, and any number of inserted rows, are one statement. */
function joined(tokens: readonly string[]): string {
  return tokens
    .join(" ")
    .replaceAll(/ ([,.)])/g, "$1")
    .replaceAll(/([(.]) /g, "$1")
    .replaceAll(/\((?:\?, )+\?\)/g, "(?)")
    .replaceAll(/(?:\(\?\), )+\(\?\)/g, "(?)");
}

/** Long statements keep their beginning and a digest of the whole template, so that two of them stay two. */
function shortened(template: string): string {
  if (template.length <= MAX_TEMPLATE) return template;
  let digest = 0x811c9dc5;
  for (let index = 0; index < template.length; index += 1) {
    digest = Math.imul(digest ^ template.charCodeAt(index), 0x01000193) >>> 0; // FNV-1a (Fowler, Noll, Vo)
  }
  return `${template.slice(0, MAX_TEMPLATE)}… #${digest.toString(16).padStart(8, "0")}`;
}
