import { readFileSync, realpathSync, statSync } from "node:fs";
import { posix, resolve, sep } from "node:path";

/** A file larger than this is no source a person wrote, nor a map we would decode. Bytes. */
const MAX_FILE = 48 * 1024 * 1024;

/**
 * Reads below the directories the collector was told it may read, and nowhere else. The check is made on the real
 * path, so neither `..` nor a symbolic link leads out.
 */
export class DiskRoots {
  /** Real paths. */
  readonly roots: readonly string[];

  constructor(roots: readonly string[]) {
    this.roots = roots.flatMap((root) => realPath(resolve(root)) ?? []);
  }

  /** Text of the file and the root it lies under; `undefined` when absent, outside every root, or too large. */
  read(path: string): { readonly text: string; readonly root: string } | undefined {
    const found = this.#find(path);
    return found === undefined ? undefined : { text: readFileSync(found.real, "utf8"), root: found.root };
  }

  /** Changes when the file does; `undefined` where `read` would answer nothing. */
  stamp(path: string): string | undefined {
    return this.#find(path)?.stamp;
  }

  #find(path: string): { readonly real: string; readonly root: string; readonly stamp: string } | undefined {
    if (this.roots.length === 0 || !posix.isAbsolute(path) || path.includes("\0")) return undefined;
    const real = realPath(path);
    if (real === undefined) return undefined;
    const root = this.roots.find((candidate) => real.startsWith(candidate + sep));
    if (root === undefined) return undefined;
    const stat = statSync(real, { throwIfNoEntry: false });
    if (stat === undefined || !stat.isFile() || stat.size > MAX_FILE) return undefined;
    return { real, root, stamp: `${stat.mtimeMs}:${stat.size}:${stat.ino}` };
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch (cause) {
    if (["ENOENT", "ENOTDIR", "EACCES", "ELOOP", "ENAMETOOLONG"].includes((cause as NodeJS.ErrnoException).code ?? ""))
      return undefined;
    throw cause;
  }
}
