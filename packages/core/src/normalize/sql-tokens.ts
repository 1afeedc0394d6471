/** Longer statements are cut before they are read. */
const MAX_SQL = 16_384;
const MAX_TOKENS = 2_000;

/**
 * Literals become `?` and comments disappear. A backslash before a quote ends the string in one dialect and not in
 * another; guessing wrong would turn strings inside out, so the statement is cut there.
 */
const TOKEN =
  /\s+|--[^\n]*|\/\*[^]*?(?:\*\/|$)|(?<dollar>\$(?:[A-Za-z_]\w*)?\$)|(?<string>[NEBX]?'(?:[^']|'')*(?:'|$))|"(?<double>(?:[^"]|"")*)(?:"|$)|`(?<back>[^`]*)(?:`|$)|(?<parameter>\$\d+|[:@]\w+|\?)|(?<number>(?:0x[0-9a-f]+|\d+(?:\.\d+)?(?:e[+-]?\d+)?))|(?<word>[\p{L}_][\p{L}\p{N}_$]*(?:\.[\p{L}_][\p{L}\p{N}_$]*)*)|(?<other>[^])/giuy;

const SIMPLE_NAME = /^[A-Za-z_][\w$ -]{0,63}$/;
const COMPARISON = new Set(["=", "<", ">", "!", "LIKE", "ILIKE"]);

/** Words and punctuation of a statement, in order, without any value. */
export function sqlTokens(sql: string, doubleQuotesAreStrings: boolean): readonly string[] {
  const text = cutAtAmbiguity(sql.slice(0, MAX_SQL));
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null && tokens.length < MAX_TOKENS; match = TOKEN.exec(text)) {
    const groups = match.groups ?? {};
    if (groups.dollar !== undefined) TOKEN.lastIndex = endOfDollarString(text, TOKEN.lastIndex, groups.dollar);
    const token = tokenOf(groups, doubleQuotesAreStrings, tokens.at(-1) ?? "");
    if (token !== undefined) tokens.push(token);
  }
  return tokens;
}

function tokenOf(groups: Record<string, string | undefined>, strings: boolean, before: string): string | undefined {
  const { dollar, string, parameter, number, double, back, word, other } = groups;
  if (dollar ?? string ?? parameter ?? number) return "?";
  if (double !== undefined) {
    const isValue = strings || COMPARISON.has(before.toUpperCase()) || !SIMPLE_NAME.test(double);
    return isValue ? "?" : withoutNumbers(double);
  }
  if (back !== undefined) return SIMPLE_NAME.test(back) ? withoutNumbers(back) : "?";
  return word === undefined ? other : withoutNumbers(word);
}

/** `orders_2024_01`, `tmp_8231`: partitions and temporary tables are one site. */
function withoutNumbers(name: string): string {
  return name.replaceAll(/\d{3,}/g, "#");
}

function cutAtAmbiguity(sql: string): string {
  const at = sql.search(/\\['"]/);
  if (at < 0) return sql;
  const open = Math.max(sql.lastIndexOf("'", at - 1), sql.lastIndexOf('"', at - 1));
  return open < 0 ? "" : `${sql.slice(0, open)}?`;
}

function endOfDollarString(text: string, from: number, tag: string): number {
  const end = text.indexOf(tag, from);
  return end < 0 ? text.length : end + tag.length;
}
