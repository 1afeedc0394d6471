import { AnyMap, originalPositionFor, type TraceMap, traceSegment } from "@jridgewell/trace-mapping";

export interface OriginalPosition {
  /** Absolute path of the original, or a path in the project. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

interface Held {
  readonly map: TraceMap;
  readonly paths: readonly (string | null)[];
  readonly size: number;
}

/** `await ` and an opening bracket. */
const AWAIT_WIDTH = 7;

/** The first mapped column at or right after an `await`. */
function awaitedColumn(map: TraceMap, line: number, column: number): number {
  const exact = traceSegment(map, line - 1, column);
  if (exact !== null && exact[0] === column) return column;
  for (let next = column + 1; next <= column + AWAIT_WIDTH; next += 1) {
    const segment = traceSegment(map, line - 1, next);
    if (segment !== null && segment[0] === next) return next;
  }
  return column;
}

/** Decoded maps, least recently used out first. Decoding takes up to tens of milliseconds, a look-up microseconds. */
export class DecodedMaps {
  readonly #maps = new Map<string, Held>();
  readonly #maxSize: number;
  #size = 0;

  /** @param maxSize characters of JSON text whose decoded form may stay in memory */
  constructor(maxSize: number) {
    this.#maxSize = maxSize;
  }

  /**
   * @param position 1-based line and column in the built file
   * @param waiting the frame stands at an `await`: bundlers write no mapping for that word, and the mapping before it
   *   belongs to something else, so what is awaited is looked up instead
   */
  trace(
    hash: string,
    read: () => string | undefined,
    position: { readonly line: number; readonly column: number },
    waiting = false,
  ): OriginalPosition | undefined {
    const held = this.#get(hash, read);
    if (held === undefined || position.line < 1 || position.column < 1) return undefined;
    const column = position.column - 1;
    const awaited = waiting ? awaitedColumn(held.map, position.line, column) : column;
    const found = originalPositionFor(held.map, { line: position.line, column: awaited });
    const path = found.source === null ? undefined : held.paths[Number(found.source)];
    if (found.source === null || path === undefined || path === null) return undefined;
    return { path, line: found.line, column: found.column + 1 };
  }

  #get(hash: string, read: () => string | undefined): Held | undefined {
    const known = this.#maps.get(hash);
    if (known !== undefined) {
      this.#maps.delete(hash);
      this.#maps.set(hash, known);
      return known;
    }
    const text = read();
    if (text === undefined) return undefined;
    const stored = JSON.parse(text) as { readonly paths: readonly (string | null)[]; readonly map: never };
    const held = { map: new AnyMap(stored.map), paths: stored.paths, size: text.length };
    this.#maps.set(hash, held);
    this.#size += text.length;
    for (const [oldest, { size }] of this.#maps) {
      if (this.#size <= this.#maxSize || oldest === hash) break;
      this.#maps.delete(oldest);
      this.#size -= size;
    }
    return held;
  }
}
