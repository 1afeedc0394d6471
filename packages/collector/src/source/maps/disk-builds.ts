import { posix } from "node:path";
import type { BlobFolder } from "./blob-folder.ts";
import { contentHash } from "./blob-folder.ts";
import { type BuiltFile, dropBuiltFile, readBuiltFile } from "./built-file.ts";
import type { DiskRoots } from "./disk-roots.ts";
import { mapReference } from "./inline-map.ts";
import { shownPath } from "./source-path.ts";

/** Built files taken in from disk and kept decoded, oldest out first. */
const MAX_FILES = 1_000;

/** Built files the collector sees on disk itself, read anew whenever they change (a development server rewrites them). */
export class DiskBuilds {
  readonly #files = new Map<string, { readonly stamp: string; readonly file: BuiltFile | undefined }>();
  /** Shown path of an original -> hash of the text the newest map carried for it. */
  readonly #originals = new Map<string, string>();
  readonly #disk: DiskRoots;
  readonly #blobs: BlobFolder;
  readonly #maxSize: number;

  constructor(parts: { readonly disk: DiskRoots; readonly blobs: BlobFolder; readonly maxSize: number }) {
    this.#disk = parts.disk;
    this.#blobs = parts.blobs;
    this.#maxSize = parts.maxSize;
  }

  get roots(): readonly string[] {
    return this.#disk.roots;
  }

  original(shown: string): string | undefined {
    return this.#originals.get(shown);
  }

  file(path: string, root: string | undefined): BuiltFile | undefined {
    const stamp = this.#disk.stamp(path);
    if (stamp === undefined) return undefined;
    const known = this.#files.get(path);
    if (known?.stamp === stamp) return known.file;
    if (known?.file !== undefined) this.#drop(known.file);
    this.#files.delete(path);
    const file = this.#read(path, root);
    for (const { path: original, hash } of file?.originals ?? [])
      this.#originals.set(shownPath(original, file?.root), hash);
    this.#files.set(path, { stamp, file });
    if (this.#files.size > MAX_FILES) this.#dropOldest();
    return file;
  }

  source(path: string): { readonly hash: string; readonly text: string } | undefined {
    const read = this.#disk.read(path);
    return read === undefined ? undefined : { hash: contentHash(read.text), text: read.text };
  }

  #read(path: string, root: string | undefined): BuiltFile | undefined {
    const read = this.#disk.read(path);
    if (read === undefined) return undefined;
    const reference = mapReference(read.text);
    const beside = reference !== undefined && "beside" in reference ? reference.beside : `${posix.basename(path)}.map`;
    const map = this.#disk.read(posix.join(posix.dirname(path), beside))?.text;
    const text = { path, root: root ?? read.root, content: read.text };
    return readBuiltFile(map === undefined ? text : { ...text, map }, this.#blobs, this.#maxSize);
  }

  #dropOldest(): void {
    for (const [path, { file }] of this.#files) {
      this.#files.delete(path);
      if (file !== undefined) this.#drop(file);
      return;
    }
  }

  #drop(file: BuiltFile): void {
    for (const { path, hash } of file.originals) {
      const shown = shownPath(path, file.root);
      if (this.#originals.get(shown) === hash) this.#originals.delete(shown);
    }
    dropBuiltFile(file, this.#blobs);
  }
}
