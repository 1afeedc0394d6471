/** What the agent looks at of a source map (ECMA-426); its mappings are the collector's affair. */
export interface SourceMap {
  readonly sources?: unknown;
  readonly sourcesContent?: unknown;
  /** Of an indexed map: maps of its parts. */
  readonly sections?: unknown;
}

/** Parsed once for everything that is asked of it: a map may be megabytes, and the app waits meanwhile. */
export function parseMap(text: string): SourceMap | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? parsed : undefined;
  } catch {
    return undefined; // the collector will say the same of this map
  }
}

/** The sources a map names, those of its parts included. */
export function sourcesOf(map: SourceMap): string[] {
  const parts: readonly unknown[] = Array.isArray(map.sections) ? map.sections : [];
  const maps = [map, ...parts.map((part) => (part as { map?: unknown } | null)?.map)];
  return maps.flatMap((one) => {
    const { sources } = (one ?? {}) as SourceMap;
    return Array.isArray(sources) ? sources.filter((source): source is string => typeof source === "string") : [];
  });
}
