import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import type { BlobFolder } from "./blob-folder.ts";
import type { BuildFiles, BuildFilesLog } from "./build-files.ts";
import type { BuiltFile } from "./built-file.ts";

const builtFile = z.object({
  path: z.string(),
  root: z.string().optional(),
  map: z.string().optional(),
  originals: z.array(z.object({ path: z.string(), hash: z.string() })),
  size: z.number(),
});

const line = z.union([
  z.object({ put: z.string(), file: builtFile }),
  z.object({ drop: z.string(), path: z.string() }),
]);

/**
 * The index of uploaded files as a text file of one change per line. Read once at start, appended to afterwards, and
 * written anew at the next start, so that it never grows past what is live plus one run's changes.
 */
export class FileJournal implements BuildFilesLog {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  put(build: string, file: BuiltFile): void {
    this.#append({ put: build, file });
  }

  drop(build: string, path: string): void {
    this.#append({ drop: build, path });
  }

  /** Replays the file into `files`. A torn last line (the process was killed in mid-write) is left out. */
  load(files: BuildFiles, blobs: BlobFolder): void {
    if (!existsSync(this.#path)) return;
    for (const text of readFileSync(this.#path, "utf8").split("\n")) {
      const change = readLine(text);
      if (change === undefined) continue;
      if ("drop" in change) {
        files.remove(change.drop, change.path);
        continue;
      }
      const file = change.file as BuiltFile;
      if (file.map !== undefined) blobs.use(file.map);
      for (const { hash } of file.originals) blobs.use(hash);
      files.restore(change.put, file);
    }
    this.#rewrite(files);
  }

  #rewrite(files: BuildFiles): void {
    const lines = [...files.entries()].map(({ build, file }) => `${JSON.stringify({ put: build, file })}\n`);
    writeFileSync(`${this.#path}.new`, lines.join(""));
    renameSync(`${this.#path}.new`, this.#path);
  }

  #append(change: object): void {
    appendFileSync(this.#path, `${JSON.stringify(change)}\n`);
  }
}

function readLine(text: string): z.infer<typeof line> | undefined {
  if (text === "") return undefined;
  try {
    return line.safeParse(JSON.parse(text)).data;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}
