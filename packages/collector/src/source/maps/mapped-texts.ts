import type { Frame } from "@weir/core";

interface Text {
  readonly hash: string;
  readonly text: string;
}

/**
 * Remembers into which text each frame was mapped. A development server builds a file again after every edit; a frame
 * of the build before means the lines of the text before, not of the newest.
 */
export class MappedTexts {
  readonly #hashes = new Map<string, string>();
  readonly #limit: number;

  /** @param limit frames remembered, oldest out first */
  constructor(limit: number) {
    this.#limit = limit;
  }

  remember(build: string, frame: Place, hash: string): void {
    const key = frameKey(build, frame);
    this.#hashes.delete(key);
    this.#hashes.set(key, hash);
    if (this.#hashes.size <= this.#limit) return;
    for (const oldest of this.#hashes.keys()) {
      this.#hashes.delete(oldest);
      return;
    }
  }

  /**
   * The text each file of these frames was mapped into, by path. `undefined` when two frames of one file were mapped
   * into different texts (they were not built together), or when a text is gone.
   */
  of(
    build: string,
    frames: readonly Frame[],
    read: (file: string, hash: string) => Text | undefined,
  ): ReadonlyMap<string, Text> | undefined {
    const texts = new Map<string, Text>();
    for (const frame of frames) {
      const hash = this.#hashes.get(frameKey(build, frame));
      const known = texts.get(frame.file);
      if (hash === undefined || known?.hash === hash) continue;
      if (known !== undefined) return undefined;
      const text = read(frame.file, hash);
      if (text === undefined) return undefined;
      texts.set(frame.file, text);
    }
    return texts;
  }
}

type Place = Pick<Frame, "file" | "line" | "column">;

function frameKey(build: string, { file, line, column }: Place): string {
  return `${build}\n${file}:${line}:${column}`;
}
