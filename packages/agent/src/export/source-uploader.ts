import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { type SourceFile, SOURCES_PATH, type SourceUpload } from "@weir/core/wire";
import { guardedAsync } from "../guard.ts";
import { countDrop } from "../state.ts";
import { aliasFiles, isAliasFile, readAliases } from "./alias-file.ts";
import { ReexportingFiles } from "./reexporting-files.ts";
import { stateOf, readSource } from "./source-file.ts";
import type { Transport } from "./transport.ts";

/** Files remembered as sent or waiting. */
export const MAX_FILES = 4000;
/** One upload; a larger single file goes alone. */
const MAX_UPLOAD_CHARS = 8 * 1024 * 1024;
const MAX_FILES_PER_UPLOAD = 50;
/** All uploads of this process together. */
export const MAX_TOTAL_CHARS: number = 512 * 1024 * 1024;
/** Files that no stack named and that work with one that a stack did name. */
export const MAX_NEIGHBOURS = 1000;
/** A neighbour larger than this is mostly packages. */
const MAX_NEIGHBOUR_CHARS = 2 * 1024 * 1024;
/** Between two neighbours: nothing waits for them. */
const NEIGHBOUR_MS = 20;
const COLLECT_MS = 100;
const RETRY_MS = 5000;
const MAX_ATTEMPTS = 5;
const TIMEOUT_MS = 15_000;

const compress = promisify(gzip);

export interface SourceUploaderOptions {
  readonly base: string;
  readonly identity: Omit<SourceUpload, "files">;
  readonly root: string;
  readonly transport: Transport;
  readonly later: (run: () => void, ms: number) => void;
}

/**
 * Sends each built file that stacks name, once per modification, so that the collector can map frames and read the
 * functions around a call. Everything happens behind the requests that named the files.
 */
export class SourceUploader {
  readonly #options: SourceUploaderOptions;
  readonly #sent = new Map<string, string>();
  /** Files nobody's stack named; at most a few per map, and maps have a bound. */
  readonly #mapsOnly = new Set<string>();
  readonly #checked = new Map<string, number>();
  #waiting = new Set<string>();
  /** Every neighbour that was ever found; those that were not read yet are still to come. */
  readonly #neighbours = new Set<string>();
  #toRead: string[] = [];
  readonly #reexporting: ReexportingFiles;
  /** What these import was built, and comes with the maps. */
  readonly #contentOnly = new Set<string>();
  #total = 0;
  #running = false;
  #round = 0;
  #closed = false;

  constructor(options: SourceUploaderOptions) {
    this.#options = options;
    this.#reexporting = new ReexportingFiles(options.root);
  }

  /** A stack named these files. Cheap for files already known in this round. */
  seen(paths: readonly string[]): void {
    for (const path of paths) {
      if (this.#checked.get(path) === this.#round) continue;
      if (!this.#checked.has(path) && this.#checked.size >= MAX_FILES) {
        countDrop("source-files");
        continue;
      }
      this.#checked.set(path, this.#round);
      this.#waiting.add(path);
    }
    if (this.#waiting.size > 0) this.#schedule(COLLECT_MS);
  }

  /** From now on files are looked at again: a dev server has rebuilt some of them. */
  recheck(): void {
    this.#round += 1;
    this.#reexporting.forget();
    if (this.#toRead.length === 0) this.#toRead = [...this.#neighbours];
  }

  /** The collector may have lost what it had. */
  forget(): void {
    this.#sent.clear();
    this.#neighbours.clear();
    this.#toRead = [];
    this.#total = 0;
    this.recheck();
  }

  close(): void {
    this.#closed = true;
  }

  #schedule(ms: number): void {
    if (this.#running || this.#closed) return;
    this.#running = true;
    this.#options.later(() => {
      void guardedAsync("source upload", () => this.#run()).finally(() => {
        this.#running = false;
        if (this.#waiting.size > 0 || this.#toRead.length > 0) this.#schedule(COLLECT_MS);
      });
    }, ms);
  }

  async #run(): Promise<void> {
    for (const path of aliasFiles(this.#options.root)) this.#waiting.add(path);
    await this.#upload(() => this.#named());
    await this.#upload(() => this.#neighbour());
  }

  async #upload(next: () => string | undefined | Promise<string | undefined>): Promise<void> {
    let files: SourceFile[] = [];
    let size = 0;
    while (!this.#closed) {
      const path = await next();
      if (path === undefined) break;
      const file = await this.#read(path);
      if (file === undefined) continue;
      const length = (file.map ?? file.content ?? "").length;
      if (files.length > 0 && (size + length > MAX_UPLOAD_CHARS || files.length >= MAX_FILES_PER_UPLOAD)) {
        await this.#send(files);
        files = [];
        size = 0;
      }
      files.push(file);
      size += length;
    }
    if (files.length > 0) await this.#send(files);
  }

  #named(): string | undefined {
    const [path] = this.#waiting;
    if (path !== undefined) this.#waiting.delete(path);
    return path;
  }

  /** What stacks name comes first. */
  async #neighbour(): Promise<string | undefined> {
    if (this.#waiting.size > 0 || this.#toRead.length === 0) return undefined;
    await new Promise<void>((resolve) => this.#options.later(resolve, NEIGHBOUR_MS));
    return this.#toRead.shift();
  }

  #found(neighbours: readonly string[]): void {
    for (const path of neighbours) {
      if (this.#checked.has(path) || this.#neighbours.has(path)) continue;
      if (this.#neighbours.size >= MAX_NEIGHBOURS) {
        countDrop("source-neighbours");
        continue;
      }
      this.#neighbours.add(path);
      this.#toRead.push(path);
    }
  }

  async #read(path: string): Promise<SourceFile | undefined> {
    const state = await stateOf(path);
    if (state === undefined || this.#sent.get(path) === state) return undefined;
    if (isAliasFile(path)) {
      this.#sent.set(path, state);
      return readAliases(path, this.#options.root);
    }
    const read = await readSource(path, this.#options.root);
    if (read === undefined) return undefined;
    const length = (read.file.map ?? read.file.content ?? "").length;
    if (!this.#checked.has(path) && (!read.own || length > MAX_NEIGHBOUR_CHARS)) return undefined;
    this.#sent.set(path, state);
    // A source that was built itself is in its map's `sourcesContent`; only a map of its own says more.
    if (read.file.map === undefined && this.#mapsOnly.has(path)) return undefined;
    if (!this.#contentOnly.has(path)) this.#found(read.neighbours);
    const reexporting = await this.#reexporting.beside(read.sources, Number(state));
    for (const found of reexporting) this.#contentOnly.add(found);
    this.#found(reexporting);
    this.#total += length;
    if (this.#total > MAX_TOTAL_CHARS) {
      countDrop("source-bytes");
      return undefined;
    }
    for (const further of read.further) this.#mapsOnly.add(further);
    this.seen(read.further);
    return read.file;
  }

  async #send(files: readonly SourceFile[]): Promise<void> {
    const { base, identity, transport } = this.#options;
    const upload: SourceUpload = { ...identity, files };
    const body = await compress(Buffer.from(JSON.stringify(upload)));
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    for (let attempt = 0; attempt < MAX_ATTEMPTS && !this.#closed; attempt += 1) {
      const answer = await transport.send({
        url: `${base}${SOURCES_PATH}`,
        method: "POST",
        headers,
        body,
        timeoutMs: TIMEOUT_MS,
      });
      if (answer.kind === "answered" && ![429, 502, 503, 504].includes(answer.status)) return;
      await new Promise<void>((resolve) => this.#options.later(resolve, RETRY_MS));
    }
    countDrop("source-uploads", files.length);
  }
}
