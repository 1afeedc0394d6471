import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export function contentHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 40);
}

/** Texts on disk under the hash of their content: one copy however many builds, maps and restarts name it. */
export class BlobFolder {
  readonly #folder: string;
  /** How many entries of the index name each text. */
  readonly #uses = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** Writes the text unless it is there already and takes one use of it. */
  add(text: string): string {
    const hash = contentHash(text);
    if (!this.#uses.has(hash)) {
      const target = this.#path(hash);
      mkdirSync(join(this.#folder, hash.slice(0, 2)), { recursive: true });
      writeFileSync(`${target}.new`, text);
      renameSync(`${target}.new`, target);
    }
    this.use(hash);
    return hash;
  }

  use(hash: string): void {
    this.#uses.set(hash, (this.#uses.get(hash) ?? 0) + 1);
  }

  drop(hash: string): void {
    const left = (this.#uses.get(hash) ?? 0) - 1;
    if (left > 0) {
      this.#uses.set(hash, left);
      return;
    }
    this.#uses.delete(hash);
    rmSync(this.#path(hash), { force: true });
  }

  /** `undefined` when the file was taken away behind our back: the frame stays unmapped, nothing fails. */
  read(hash: string): string | undefined {
    try {
      return readFileSync(this.#path(hash), "utf8");
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw cause;
    }
  }

  /** Removes texts no one uses: what a process that was killed had written but not yet put into the index. */
  sweep(): void {
    for (const group of readdirSync(this.#folder)) {
      for (const name of readdirSync(join(this.#folder, group)))
        if (!this.#uses.has(name)) rmSync(join(this.#folder, group, name), { force: true });
    }
  }

  #path(hash: string): string {
    return join(this.#folder, hash.slice(0, 2), hash);
  }
}
