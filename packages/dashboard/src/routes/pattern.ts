/** Longest pattern taken. Characters. */
const LONGEST = 200;
/** Beyond so many rows a pattern looks no further. */
export const MOST_SEARCHED = 20_000;

/** The pattern in a filter written as `/…/`; nothing for plain text. */
export function patternOf(filter: string | undefined): string | undefined {
  const found = /^\/(.+)\/$/s.exec(filter ?? "")?.[1];
  return found !== undefined && found.length <= LONGEST ? found : undefined;
}

/**
 * Places of the lines that a pattern matches; upper and lower case are equal. Nothing when it is no pattern. May take
 * arbitrarily long: to be run where it can be ended.
 */
export function linesMatching(pattern: string, lines: string): readonly number[] | undefined {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, "i");
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  return lines.split("\n").flatMap((line, index) => (expression.test(line) ? [index] : []));
}
