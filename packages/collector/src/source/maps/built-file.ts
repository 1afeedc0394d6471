import type { SourceFile } from "@weir/core";
import type { BlobFolder } from "./blob-folder.ts";
import { builtPath } from "./built-path.ts";
import { mapReference } from "./inline-map.ts";
import { readMapDocument } from "./map-document.ts";
import { sourcePath } from "./source-path.ts";
import { isUserFile } from "./user-frame.ts";

const PATH_LIMIT = 4_096;

/** One built file: where it lies, and the hashes under which its map and its original sources are kept. */
export interface BuiltFile {
  readonly path: string;
  readonly root?: string;
  readonly map?: string;
  /** Absolute path (or a path in the project where the bundler gives no more) and hash of the text. */
  readonly originals: readonly { readonly path: string; readonly hash: string }[];
  /** Characters kept for it, shared texts counted in full. */
  readonly size: number;
}

/** Takes a file apart and puts its texts into the blob folder; `undefined` when it is over a limit or no map. */
export function readBuiltFile(file: SourceFile, blobs: BlobFolder, maxSize: number): BuiltFile | undefined {
  if (file.path.length > PATH_LIMIT) return undefined;
  const path = builtPath(file.path);
  const root = file.root === undefined ? undefined : builtPath(file.root).replace(/(?<=.)\/+$/, "");
  const withRoot = root === undefined ? {} : { root };
  const reference = file.content === undefined ? undefined : mapReference(file.content);
  const map = file.map ?? (reference !== undefined && "inline" in reference ? reference.inline : undefined);
  if (map !== undefined) return readMapped({ path, ...withRoot }, map, blobs, maxSize);
  // A file that names a map we have not got was built: its text is nobody's source.
  if (file.content === undefined || file.content.length > maxSize || reference !== undefined) return undefined;
  const originals = [{ path, hash: blobs.add(file.content) }];
  return { path, ...withRoot, originals, size: file.content.length };
}

/** Gives back what `readBuiltFile` took in the blob folder. */
export function dropBuiltFile(file: BuiltFile, blobs: BlobFolder): void {
  if (file.map !== undefined) blobs.drop(file.map);
  for (const { hash } of file.originals) blobs.drop(hash);
}

function readMapped(
  place: { readonly path: string; readonly root?: string },
  text: string,
  blobs: BlobFolder,
  maxSize: number,
): BuiltFile | undefined {
  const document = readMapDocument(text);
  if (!document.ok) return undefined;
  const origin = { built: place.path, root: place.root };
  const paths = document.originals.map(({ name }) => sourcePath(name, origin) ?? null);
  const map = JSON.stringify({ paths, map: document.map });
  if (map.length > maxSize) return undefined;
  let size = map.length;
  const originals = document.originals.flatMap(({ text: original }, index) => {
    const absolute = paths[index] ?? "";
    if (original === undefined || !isUserFile(absolute)) return [];
    size += original.length;
    return [{ path: absolute, hash: blobs.add(original) }];
  });
  return { ...place, map: blobs.add(map), originals, size };
}
