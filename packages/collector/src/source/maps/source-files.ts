import { posix } from "node:path";
import type { Frame, SourceFile } from "@weir/core";
import type { Build } from "../port.ts";
import { BlobFolder } from "./blob-folder.ts";
import { BuildFiles, type BuildFilesStats } from "./build-files.ts";
import type { BuiltFile } from "./built-file.ts";
import { builtPath } from "./built-path.ts";
import { DecodedMaps, type OriginalPosition } from "./decoded-maps.ts";
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
  /** Of the text, where it is known. */
  readonly hash?: string;
}

interface BuiltPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
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
    this.#blobs.sweep();
  }

  get stats(): Readonly<BuildFilesStats> {
    return this.#files.stats;
  }

  put(build: Build, files: readonly SourceFile[]): void {
    this.#files.put(build, files);
  }

  /** The original place of a built one; `undefined` when no map leads there. */
  place(build: Build, frame: Frame): MappedPlace | undefined {
    let root = this.#files.root(build);
    let built = this.#built(build, builtPath(frame.file));
    let at: BuiltPlace = { path: builtPath(frame.file), line: frame.line, column: frame.column };
    for (let hop = 0; hop < MAX_HOPS && built !== undefined; hop += 1) {
      root = built.root ?? root;
      if (built.map === undefined) return this.#shown(built, at, root);
      const found = this.#trace(built.map, at, frame.async);
      if (found === undefined) return undefined;
      const next = found.path === at.path ? undefined : this.#built(build, found.path);
      at = found;
      if (next?.map === undefined) return this.#shown(built, at, root);
      built = next;
    }
    return undefined;
  }

  /** Shown paths of the originals that were sent with the build. */
  paths(build: Build): Iterable<string> {
    return this.#files.sources(build).keys();
  }

  /** The same object until an original is added, replaced or dropped. */
  edition(build: Build): object {
    return this.#files.sources(build);
  }

  /** Newest text of an original file by its shown path. */
  source(build: Build, shown: string): SourceText | undefined {
    const hash = this.#files.sources(build).get(shown) ?? this.#disk.original(shown);
    const known = hash === undefined ? undefined : this.text(hash);
    if (known !== undefined) return known;
    const root = this.#files.root(build);
    const roots = root === undefined ? this.#disk.roots : [root, ...this.#disk.roots];
    const candidates = posix.isAbsolute(shown) ? [shown] : roots.map((folder) => posix.join(folder, shown));
    for (const candidate of candidates) {
      const read = this.#disk.source(candidate);
      if (read !== undefined) return read;
    }
    return undefined;
  }

  text(hash: string): SourceText | undefined {
    const text = this.#blobs.read(hash);
    return text === undefined ? undefined : { hash, text };
  }

  #trace(map: string, at: BuiltPlace, waiting: boolean): OriginalPosition | undefined {
    return this.#maps.trace(map, () => this.#blobs.read(map), at, waiting);
  }

  #shown(built: BuiltFile, { path, line, column }: BuiltPlace, root: string | undefined): MappedPlace {
    const original = built.originals.find((candidate) => candidate.path === path);
    const hash = original?.hash ?? this.#disk.source(path)?.hash;
    const place = { file: shownPath(path, root), line, column };
    return hash === undefined ? place : { ...place, hash };
  }

  #built(build: Build, path: string): BuiltFile | undefined {
    return this.#files.file(build, path) ?? this.#disk.file(path, this.#files.root(build));
  }
}
