/**
 * What a source map may cost. Maps come from outside: one that would unfold into gigabytes must be refused before
 * the decoder sees it.
 */
export const MAP_LIMITS: Readonly<
  Record<"text" | "source" | "sources" | "sections" | "sectionDepth" | "lines", number>
> = {
  /** Characters of the JSON text. */
  text: 48 * 1024 * 1024,
  /** Characters of one original source. */
  source: 2 * 1024 * 1024,
  sources: 20_000,
  sections: 20_000,
  sectionDepth: 3,
  /** Generated lines, also as the offset of a section. */
  lines: 2_000_000,
} as const;

export interface OriginalSource {
  /** As the map spells it, with `sourceRoot` in front. */
  readonly name: string;
  /** Absent when the map carries no content for it. */
  readonly text?: string;
}

export type MapDocument =
  | { readonly ok: true; readonly map: PlainMap; readonly originals: readonly OriginalSource[] }
  | { readonly ok: false; readonly reason: "too-large" | "not-json" | "not-a-map" };

interface Plain {
  readonly [key: string]: unknown;
}

/** A version 3 map whose `sources` are decimal indices into `originals`, so that no decoder bends their names. */
export type PlainMap = Plain;

/**
 * Takes the JSON text of a map apart: the mapping alone, and the original files it names with their texts, which are
 * stored once however many maps repeat them. Sectioned maps keep their sections.
 */
export function readMapDocument(text: string): MapDocument {
  if (text.length > MAP_LIMITS.text) return { ok: false, reason: "too-large" };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.startsWith(")]}") ? text.slice(text.indexOf("\n") + 1) : text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return { ok: false, reason: "not-json" };
    throw cause;
  }
  const originals: OriginalSource[] = [];
  const map = clean(parsed, originals, 0);
  if (map === undefined) return { ok: false, reason: "not-a-map" };
  return { ok: true, map, originals };
}

function clean(value: unknown, originals: OriginalSource[], depth: number): Plain | undefined {
  if (!isPlain(value) || depth > MAP_LIMITS.sectionDepth) return undefined;
  if (Array.isArray(value["sections"])) return cleanSections(value["sections"], originals, depth);
  const { sources, mappings, names, sourceRoot, sourcesContent } = value;
  if (!Array.isArray(sources) || sources.length > MAP_LIMITS.sources) return undefined;
  if (typeof mappings !== "string" || lineCount(mappings) > MAP_LIMITS.lines) return undefined;
  const root = typeof sourceRoot === "string" && sourceRoot !== "" ? sourceRoot.replace(/\/?$/, "/") : "";
  const contents: readonly unknown[] = Array.isArray(sourcesContent) ? sourcesContent : [];
  const first = originals.length;
  sources.forEach((source: unknown, index) => {
    const name = typeof source === "string" ? rooted(source, root) : "";
    const text = contents[index];
    originals.push(typeof text === "string" && text.length <= MAP_LIMITS.source ? { name, text } : { name });
  });
  const kept = Array.isArray(names) ? names.map((name) => (typeof name === "string" ? name : "")) : [];
  return { version: 3, sources: sources.map((_source, index) => String(first + index)), names: kept, mappings };
}

function cleanSections(sections: readonly unknown[], originals: OriginalSource[], depth: number): Plain | undefined {
  if (sections.length > MAP_LIMITS.sections) return undefined;
  const kept: Plain[] = [];
  for (const section of sections) {
    if (!isPlain(section) || !isPlain(section["offset"])) return undefined;
    const { line, column } = section["offset"];
    if (!isOffset(line) || !isOffset(column)) return undefined;
    const map = clean(section["map"], originals, depth + 1);
    if (map === undefined) return undefined;
    kept.push({ offset: { line, column }, map });
  }
  return { version: 3, sections: kept };
}

function rooted(source: string, root: string): string {
  return root === "" || source.startsWith("/") || /^[a-z][\w+.-]*:/i.test(source) ? source : root + source;
}

function isOffset(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAP_LIMITS.lines;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function lineCount(mappings: string): number {
  let lines = 1;
  for (let at = mappings.indexOf(";"); at >= 0; at = mappings.indexOf(";", at + 1)) lines += 1;
  return lines;
}
