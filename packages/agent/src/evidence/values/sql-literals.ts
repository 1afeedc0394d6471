const MAX_STATEMENT = 20_000;
const MAX_LITERALS = 50;
const TOKEN =
  /'((?:[^']|'')*)'|"[^"]*"|`[^`]*`|--[^\n]*|\$\d+|\?|:[a-z_]\w*|@[a-z_]\w*|(?<![\w.])(\d+(?:\.\d+)?)(?![\w.])/gi;

/** Literals written into a statement, in order, and how many values it takes from parameters, which are not seen. */
export function sqlLiterals(statement: string): {
  readonly literals: readonly string[];
  readonly placeholders: number;
} {
  const literals: string[] = [];
  let placeholders = 0;
  for (const [token, text, number] of statement.slice(0, MAX_STATEMENT).matchAll(TOKEN)) {
    if (literals.length >= MAX_LITERALS) return { literals, placeholders: placeholders + 1 };
    if (text !== undefined) literals.push(text.replaceAll("''", "'"));
    else if (number !== undefined) literals.push(number);
    else if (/^[$?:@]/.test(token)) placeholders++;
  }
  return { literals, placeholders: statement.length > MAX_STATEMENT ? placeholders + 1 : placeholders };
}
