import { posix } from "node:path";
import type { Frame, SourceFile } from "@weir/core";
import type { Build } from "../port.ts";
import { BlobFolder } from "./blob-folder.ts";
import { BuildFiles, type BuildFilesStats } from "./build-files.ts";
import type { BuiltFile } from "./built-file.ts";
import { builtPath } from "./built-path.ts";
import { DecodedMaps } from "./decoded-maps.ts";
import { DiskBuilds } from "./disk-builds.ts";
import { DiskRoots } from "./disk-roots.ts";
import { FileJournal } from "./file-journal.ts";
import { shownPath } from "./source-path.ts";

/** Maps followed from one to the next: bundler output over framework output over the source. */
const MAX_HOPS = 3;

export interface SourceText {
  readonly hash: string;
  readonly text: string;
}

/** A place in an original file and the very text it was mapped into. */
export interface MappedPlace {
  /** As shown to people: relative to the project. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly name?: string;
  readonly hash?: string;
}

/** Built files, maps and original texts of every build, uploaded or read below the allowed directories. */
export class SourceFiles {
  readonly #blobs: BlobFolder;
  readonly #files: BuildFiles;
  readonly #maps: DecodedMaps;
  readonly #disk: DiskBuilds;

  constructor(parts: {
    /** Holds the texts and the index; what a former process left there is taken up again. */
    readonly folder: string;
    /** Directories from which files may be read directly. */
    readonly roots: readonly string[];
    /** Characters kept on disk, and of decoded maps in memory. */
    readonly maxSize: number;
    readonly maxDecoded: number;
  }) {
    this.#blobs = new BlobFolder(posix.join(parts.folder, "texts"));
    const log = new FileJournal(posix.join(parts.folder, "files.jsonl"));
    const { maxSize } = parts;
    this.#disk = new DiskBuilds({ disk: new DiskRoots(parts.roots), blobs: this.#blobs, maxSize });
    this.#maps = new DecodedMaps(parts.maxDecoded);
    this.#files = new BuildFiles({ blobs: this.#blobs, log, maxSize });
    log.load(this.#files, this.#blobs);
  }

  get stats(): Readonly<BuildFilesStats> {
    return this.#files.stats;
  }

  put(build: Build, files: readonly SourceFile[]): void {
    this.#files.put(build, files);
  }

  /** The original place of a built one; `undefined` when no map leads there. */
  place(build: Build, frame: Frame): MappedPlace | undefined {
    let path = builtPath(frame.file);
    let position = { line: frame.line, column: frame.column };
    let name: string | undefined;
    let root = this.#files.root(build);
    for (let hop = 0; hop < MAX_HOPS; hop += 1) {
      const file = this.#built(build, path);
      if (file === undefined) break;
      root = file.root ?? root;
      if (file.map === undefined) return { file: shownPath(path, root), ...position, ...hashOf(file.originals[0]) };
      const map = file.map;
      const found = this.#maps.trace(map, () => this.#blobs.read(map), position);
      if (found === undefined) return undefined;
      position = { line: found.line, column: found.column };
      name = found.name;
      const original = file.originals.find((candidate) => candidate.path === found.path);
      const next = found.path === path ? undefined : this.#built(build, found.path);
      if (next?.map === undefined) {
        const shown = shownPath(found.path, root);
        const known = hashOf(original);
        const hash = known.hash === undefined ? this.#disk.source(found.path)?.hash : known.hash;
        return {
          file: shown,
          ...position,
          ...(name === undefined ? {} : { name }),
          ...(hash === undefined ? {} : { hash }),
        };
      }
      path = found.path;
    }
    return undefined;
  }

  /** Newest text of an original file by its shown path. */
  source(build: Build, shown: string): SourceText | undefined {
    const hash = this.#files.sources(build).get(shown);
    if (hash !== undefined) return this.text(hash);
    const root = this.#files.root(build);
    const absolute = posix.isAbsolute(shown) ? shown : root === undefined ? undefined : posix.join(root, shown);
    return absolute === undefined ? undefined : this.#disk.source(absolute);
  }

  text(hash: string): SourceText | undefined {
    const text = this.#blobs.read(hash);
    return text === undefined ? undefined : { hash, text };
  }

  /** Shown paths of all uploaded originals of the build. */
  paths(build: Build): IterableIterator<string> {
    return this.#files.sources(build).keys();
  }

  #built(build: Build, path: string): BuiltFile | undefined {
    return this.#files.file(build, path) ?? this.#disk.file(path, this.#files.root(build));
  }
}

function hashOf(original: { readonly hash: string } | undefined): { readonly hash?: string } {
  return original === undefined ? {} : { hash: original.hash };
}
