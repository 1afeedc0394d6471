/** Where a generated position came from: columns and lines count from 1, as stack frames do. */
export interface Mapping {
  readonly line: number;
  readonly column: number;
  readonly source: number;
  readonly originalLine: number;
  readonly originalColumn: number;
}

export interface MapParts {
  readonly sources: readonly string[];
  readonly contents?: readonly (string | null)[];
  readonly mappings: readonly Mapping[];
  readonly sourceRoot?: string;
}

/** The JSON text of a version 3 map. */
export function sourceMap({ sources, contents, mappings, sourceRoot }: MapParts): string {
  const parts = { version: 3, sources, names: [], mappings: encode(mappings) };
  return JSON.stringify({
    ...parts,
    ...(contents === undefined ? {} : { sourcesContent: contents }),
    ...(sourceRoot === undefined ? {} : { sourceRoot }),
  });
}

function encode(mappings: readonly Mapping[]): string {
  const lines: string[][] = [];
  let source = 0;
  let line = 0;
  let column = 0;
  const sorted = mappings.toSorted((a, b) => a.line - b.line || a.column - b.column);
  let generated = 0;
  for (const mapping of sorted) {
    while (lines.length < mapping.line) {
      lines.push([]);
      generated = 0;
    }
    const deltas = [
      mapping.column - 1 - generated,
      mapping.source - source,
      mapping.originalLine - 1 - line,
      mapping.originalColumn - 1 - column,
    ];
    generated = mapping.column - 1;
    source = mapping.source;
    line = mapping.originalLine - 1;
    column = mapping.originalColumn - 1;
    lines.at(-1)?.push(deltas.map(vlq).join(""));
  }
  return lines.map((segments) => segments.join(",")).join(";");
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function vlq(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = "";
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? digit | 32 : digit] ?? "";
  } while (rest > 0);
  return text;
}
