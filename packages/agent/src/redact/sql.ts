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

/** How SQL begins. A cache's commands share some first words, so those need their second. */
const SQL =
  /^\s*(?:\/\*|--|\(|(?:select|with|begin|commit|rollback|start\s+transaction|savepoint|release|show|explain|create|alter|drop|truncate|call|execute|declare|vacuum|analyze|lock\s+tables?|pragma|grant|revoke|prepare|deallocate|listen|notify)\b|insert\s+(?:into|ignore|or|overwrite)\b|delete\s+from\b|replace\s+into\b|merge\s+into\b|update\s[^;]*?\sset\b|copy\s[^;]*?\s(?:from|to)\b|exec\s+[\w.[\]]+|values\s*\(|set\s+(?:session\s+|local\s+|global\s+)?[\w.@"]+\s*(?:=|to\b)|use\s+[\w"`[\]]+\s*;?\s*$)/i;
