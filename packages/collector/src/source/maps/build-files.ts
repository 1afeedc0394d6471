import type { SourceFile } from "@weir/core";
import type { Build } from "../port.ts";
import type { BlobFolder } from "./blob-folder.ts";
import { type BuiltFile, dropBuiltFile, readBuiltFile } from "./built-file.ts";
import { shownPath } from "./source-path.ts";

export interface BuildFilesStats {
  files: number;
  size: number;
  /** Files dropped because the bound was reached. */
  dropped: number;
  /** Files refused: no map, a map that is none, or one over its limits. */
  refused: number;
}

/** Where changes are written, so that a restart finds the files again. */
export interface BuildFilesLog {
  put(build: string, file: BuiltFile): void;
  drop(build: string, path: string): void;
}

/**
 * The files of every build, newest last. Over the bound the oldest go first, whichever build they belong to: a
 * deploy nobody sends requests to any more makes room for the one that is running.
 */
export class BuildFiles {
  readonly stats: BuildFilesStats = { files: 0, size: 0, dropped: 0, refused: 0 };
  readonly #files = new Map<string, { readonly build: string; readonly file: BuiltFile }>();
  readonly #sources = new Map<string, Map<string, string>>();
  readonly #roots = new Map<string, string>();
  readonly #blobs: BlobFolder;
  readonly #log: BuildFilesLog;
  readonly #maxSize: number;

  constructor(parts: { readonly blobs: BlobFolder; readonly log: BuildFilesLog; readonly maxSize: number }) {
    this.#blobs = parts.blobs;
    this.#log = parts.log;
    this.#maxSize = parts.maxSize;
  }

  put(build: Build, files: readonly SourceFile[]): void {
    const key = buildKey(build);
    for (const file of files) {
      const kept = readBuiltFile(file, this.#blobs, this.#maxSize);
      if (kept === undefined) {
        this.stats.refused += 1;
        continue;
      }
      this.restore(key, kept);
      this.#log.put(key, kept);
    }
    this.#makeRoom();
  }

  /** Takes in a file whose texts are in the blob folder already and counted there. */
  restore(build: string, file: BuiltFile): void {
    const id = fileId(build, file.path);
    this.#forget(id);
    this.#files.set(id, { build, file });
    this.#sources.delete(build);
    if (file.root !== undefined) this.#roots.set(build, file.root);
    this.stats.files += 1;
    this.stats.size += file.size;
  }

  /** What a drop in the log stands for. */
  remove(build: string, path: string): void {
    this.#forget(fileId(build, path));
  }

  file(build: Build, path: string): BuiltFile | undefined {
    return this.#files.get(fileId(buildKey(build), path))?.file;
  }

  root(build: Build): string | undefined {
    return this.#roots.get(buildKey(build));
  }

  /** Shown path of every original source of the build -> hash of its newest text. */
  sources(build: Build): ReadonlyMap<string, string> {
    const key = buildKey(build);
    const known = this.#sources.get(key);
    if (known !== undefined) return known;
    const table = new Map<string, string>();
    for (const { build: owner, file } of this.#files.values()) {
      if (owner !== key) continue;
      const root = file.root ?? this.#roots.get(key);
      for (const { path, hash } of file.originals) {
        table.delete(shownPath(path, root));
        table.set(shownPath(path, root), hash);
      }
    }
    this.#sources.set(key, table);
    return table;
  }

  entries(): IterableIterator<{ readonly build: string; readonly file: BuiltFile }> {
    return this.#files.values();
  }

  #makeRoom(): void {
    for (const [id, { build, file }] of this.#files) {
      if (this.stats.size <= this.#maxSize) return;
      this.#forget(id);
      this.#log.drop(build, file.path);
      this.stats.dropped += 1;
    }
  }

  #forget(id: string): void {
    const held = this.#files.get(id);
    if (held === undefined) return;
    this.#files.delete(id);
    this.#sources.delete(held.build);
    this.stats.files -= 1;
    this.stats.size -= held.file.size;
    dropBuiltFile(held.file, this.#blobs);
  }
}

export function buildKey(build: Build): string {
  return JSON.stringify([build.service, build.env, build.version]);
}

function fileId(build: string, path: string): string {
  return `${build}\n${path}`;
}
