const MAX_STATEMENT_CHARS = 4096;

/**
 * A statement with every literal replaced by `?`: quoted strings of the common dialects, dollar-quoted strings,
 * numbers, hex and blobs; comments are dropped, lists of literals folded. Text that is no SQL (a Redis command, a
 * MongoDB document) keeps its first word only.
 */
export function redactSql(statement: string): string {
  const text = statement.length > MAX_STATEMENT_CHARS ? statement.slice(0, MAX_STATEMENT_CHARS) : statement;
  if (!SQL.test(text)) return (/^\s*[a-z_]+/i.exec(text)?.[0] ?? "").trim();
  return text
    .replace(/\/\*[\s\S]*?(?:\*\/|$)|--[^\n]*/g, " ")
    .replace(/\$([a-z_]\w*)?\$[\s\S]*?(?:\$\1\$|$)/gi, "?")
    .replace(/[a-z]?'(?:''|\\.|[^'\\])*(?:'|$)/gi, "?")
    .replace(/(?<![\w$@:?"`\]])[-+]?(?:0x[0-9a-f]+|\d+(?:\.\d+)?(?:e[-+]?\d+)?)(?![\w"`])/gi, "?")
    .replace(/(=|<>|!=|<|>|\blike|\bilike|\(|,)\s*"(?:""|[^"])*"/gi, "$1 ?")
    .replace(/\(\s*\?(?:\s*,\s*\?)+\s*\)/g, "(?)")
    .replace(/\s+/g, " ")
    .trim();
}

const SQL =
  /^\s*(?:\/\*|--|\(|select|insert|update|delete|replace|merge|with|begin|commit|rollback|start|savepoint|release|set|show|explain|create|alter|drop|truncate|call|exec|execute|declare|copy|vacuum|analyze|lock|values|pragma|use|grant|prepare|deallocate|listen|notify)\b/i;
