const MAX_QUERY = 20_000;
const MAX_ARGUMENTS = 100;
const ARGUMENT =
  /([A-Za-z_]\w*)\s*:\s*(?:"((?:[^"\\]|\\.)*)"|(-?\d+(?:\.\d+)?)|(true|false|[A-Z][A-Z0-9_]*)(?![\w(]))/g;
/** A list or a block string written into the document is not taken apart. */
const UNREAD = /:\s*(?:\[\s*(?:"|\d)|""")/;

export function isGraphql(text: string): boolean {
  return /^\s*(?:#.*\n\s*)*(?:query\b|mutation\b|subscription\b|fragment\b|\{)/.test(text) && text.includes("{");
}

/** Literal arguments of a GraphQL document: `user(id: "42")`. Variables are leaves of the body instead. */
export function graphqlArguments(query: string): {
  readonly found: readonly (readonly [name: string, value: string])[];
  readonly partial: boolean;
} {
  const found: [string, string][] = [];
  for (const [, name = "", text, number, word] of query.slice(0, MAX_QUERY).matchAll(ARGUMENT)) {
    if (found.length >= MAX_ARGUMENTS) return { found, partial: true };
    const value = text ?? number ?? word;
    if (value !== undefined) found.push([name, value]);
  }
  return { found, partial: query.length > MAX_QUERY || UNREAD.test(query) };
}
