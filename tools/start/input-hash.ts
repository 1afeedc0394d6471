import { createHash, type Hash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";

/** Folders and files that builds write or that never reach one. */
const SKIPPED =
  /^(node_modules|dist|build|coverage|\.next.*|\.svelte-kit|\.weir|next-env\.d\.ts|.*\.tsbuildinfo|.*\.test\.ts)$/;

/**
 * One text for the content of `paths` (files or folders below `root`): it changes exactly when the name or the content
 * of a file changes. A path that does not exist counts as empty.
 */
export async function inputHash(root: string, paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  for (const path of [...paths].sort()) await add(hash, root, path);
  return hash.digest("hex");
}

async function add(hash: Hash, root: string, path: string): Promise<void> {
  const full = join(root, path);
  const found = await stat(full).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (found === undefined) return;
  if (!found.isDirectory()) {
    const content = await readFile(full);
    hash.update(`${path}\0${content.length}\0`).update(content);
    return;
  }
  const names = await readdir(full);
  for (const name of names.sort()) {
    if (!SKIPPED.test(name)) await add(hash, root, `${path}/${name}`);
  }
}
