/** Something the palette offers. */
export interface Entry {
  readonly kind: "command" | "finding" | "route";
  readonly text: string;
  readonly hint: string;
  readonly run: () => void;
}

const MOST_SHOWN = 40;

/** Entries that hold every word of the query; those that start with it first, else in the given order. */
export function rank(entries: readonly Entry[], query: string): readonly Entry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = entries.filter((entry) => {
    const text = `${entry.text} ${entry.hint}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const starts = (entry: Entry): number => (entry.text.toLowerCase().startsWith(words.join(" ")) ? 0 : 1);
  return matches.sort((left, right) => starts(left) - starts(right)).slice(0, MOST_SHOWN);
}
