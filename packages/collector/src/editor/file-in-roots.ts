import { realpath, stat } from "node:fs/promises";
import { resolve, sep } from "node:path";

/**
 * The file's own path, links followed, when it is a file inside one of the folders; nothing otherwise. Names come from
 * spans, so neither `..` nor a link may lead out.
 */
export async function fileInRoots(file: string, roots: readonly string[]): Promise<string | undefined> {
  for (const root of roots) {
    const [folder, path] = await Promise.all([real(root), real(resolve(root, file))]);
    if (folder === undefined || path === undefined || !path.startsWith(folder.endsWith(sep) ? folder : folder + sep)) {
      continue;
    }
    if ((await stat(path)).isFile()) return path;
  }
  return undefined;
}

async function real(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch {
    // No such file, or a name no file can have: not here.
    return undefined;
  }
}
