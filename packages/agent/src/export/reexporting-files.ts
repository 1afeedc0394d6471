import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { countDrop } from "../state.ts";

/** A file that passes exports on is short; in a longer one they are not looked for. Bytes. */
const MAX_BYTES = 64 * 1024;
export const MAX_FOLDERS: number = 500;
const MAX_FILES_PER_FOLDER = 200;

const SOURCE = /\.[cm]?[jt]sx?$/;
const TYPES_ONLY = /\.d\.[cm]?ts$/;
/** `export * from`, `export * as x from`, `export { a, b as c } from` */
const PASSES_ON = /\bexport\s*(?:\*\s*(?:as\s+[\w$]+\s*)?|\{[^}]*\}\s*)from\s*["']/;

/**
 * Files that only pass on what other files export. Bundlers leave nothing of them behind, so no map names them; without
 * them nobody can tell where an import of the code that was built leads.
 */
export class ReexportingFiles {
  readonly #root: string;
  readonly #looked = new Set<string>();

  /** @param root directory of the project; nothing outside is looked at */
  constructor(root: string) {
    this.#root = root;
  }

  /** From now on folders are looked at again. */
  forget(): void {
    this.#looked.clear();
  }

  /**
   * Those in the folders of these sources and in the folders above. What was written after `builtAt` (milliseconds) was
   * not built, and is left out.
   */
  async beside(sources: readonly string[], builtAt: number): Promise<readonly string[]> {
    const found: string[] = [];
    for (const folder of this.#folders(sources)) found.push(...(await passingOn(folder, builtAt)));
    return found;
  }

  #folders(sources: readonly string[]): string[] {
    const folders: string[] = [];
    for (const source of sources) {
      if (/[\\/]node_modules[\\/]/.test(source)) continue;
      for (let folder = dirname(source); this.#isInside(folder); folder = dirname(folder)) {
        if (this.#looked.has(folder)) break;
        if (this.#looked.size >= MAX_FOLDERS) {
          countDrop("source-folders");
          return folders;
        }
        this.#looked.add(folder);
        folders.push(folder);
      }
    }
    return folders;
  }

  #isInside(folder: string): boolean {
    const below = relative(this.#root, folder);
    return below !== "" && below !== ".." && !below.startsWith(`..${sep}`) && !below.includes(":");
  }
}

async function passingOn(folder: string, builtAt: number): Promise<string[]> {
  try {
    const names = await readdir(/* turbopackIgnore: true */ folder);
    const paths = names.filter((name) => SOURCE.test(name) && !TYPES_ONLY.test(name)).slice(0, MAX_FILES_PER_FOLDER);
    const passing: string[] = [];
    for (const name of paths) {
      const path = join(folder, name);
      if (await isPassingOn(path, builtAt)) passing.push(path);
    }
    return passing;
  } catch {
    return []; // a server often runs without its sources
  }
}

async function isPassingOn(path: string, builtAt: number): Promise<boolean> {
  try {
    const found = await stat(/* turbopackIgnore: true */ path);
    if (!found.isFile() || found.size > MAX_BYTES || found.mtimeMs > builtAt) return false;
    return PASSES_ON.test(await readFile(/* turbopackIgnore: true */ path, "utf8"));
  } catch {
    return false; // gone since the folder was listed
  }
}
