import { posix } from "node:path";

/** What all files of a build tell of its aliases, where no tsconfig is at hand: servers often run without one. */
export interface Layout {
  /** All files by what an import may call them: their paths without extension and `index`. */
  readonly files: ReadonlyMap<string, string>;
  /** Everything imports name. */
  readonly specifiers: readonly string[];
}

export type Inferred =
  | { readonly kind: "file"; readonly path: string }
  /** Files of the project are likelier than a package, and more than one is as likely. */
  | { readonly kind: "unclear" };

const SPELLING = /(?:\/index)?\.(?:[cm]?[jt]sx?|svelte)$/;
const PACKAGE = /^@[\w-]+\/[\w.-]+$/;
/** Modules that a framework makes up. */
const MADE_UP = /^\$(?:app|env|service-worker)\b/;
/** Folders below which bare imports are looked for. */
const BASES = ["", "src"];

export function filesByImport(paths: Iterable<string>): Layout["files"] {
  return new Map(
    Array.from(paths)
      .filter((path) => SPELLING.test(path))
      .map((path) => [path.replace(SPELLING, ""), path]),
  );
}

/**
 * The file an import like `@shop/lib/api` or `features/cart` leads to, `undefined` where nothing speaks against a package.
 * An alias stands for one folder: of those that have the file, the one named like the alias, else the one that has the
 * most files of all imports with this alias.
 */
export function inferredPath({ files, specifiers }: Layout, specifier: string): Inferred | undefined {
  const plain = specifier.replace(/(?:\/index)?(?:\.(?:[cm]?[jt]s|[jt]sx|svelte))?$/, "");
  const slash = plain.indexOf("/");
  if (/^[a-z]/i.test(plain)) {
    const base = slash < 0 ? undefined : BASES.find((folder) => files.has(posix.join(folder, plain)));
    return found(base === undefined ? undefined : files.get(posix.join(base, plain)));
  }
  if (!/^[@~#$]/.test(plain) || MADE_UP.test(plain)) return undefined;
  const head = slash < 0 ? plain : plain.slice(0, slash);
  const rest = slash < 0 ? "" : plain.slice(slash);
  const folders = [...files.keys()]
    .filter((path) => path.endsWith(rest === "" ? `/${head.slice(1)}` : rest))
    .map((path) => path.slice(0, path.length - rest.length));
  const named = folders.filter((folder) => head.length > 1 && posix.basename(folder) === head.slice(1));
  const likely = named.length > 0 ? named : likeliest(folders, beside(specifiers, head), files);
  const [folder] = likely;
  if (folder === undefined) return undefined;
  // `@scope/name` is what packages are called: `@prisma/client` is no `src/client.ts`.
  const isPackageLike = named.length === 0 && PACKAGE.test(plain);
  const deeper = beside(specifiers, head).filter((other) => !PACKAGE.test(head + other));
  if (isPackageLike && !deeper.some((other) => files.has(folder + other))) return undefined;
  return likely.length > 1 ? { kind: "unclear" } : found(files.get(folder + rest));
}

function found(path: string | undefined): Inferred | undefined {
  return path === undefined ? undefined : { kind: "file", path };
}

/** What other imports with this alias add to its folder. */
function beside(specifiers: readonly string[], head: string): readonly string[] {
  return specifiers.filter((one) => one.startsWith(`${head}/`)).map((one) => one.slice(head.length));
}

function likeliest(
  folders: readonly string[],
  rests: readonly string[],
  files: ReadonlyMap<string, string>,
): readonly string[] {
  const scored = folders.map((folder) => ({
    folder,
    score: rests.filter((rest) => files.has(posix.normalize(folder + rest))).length,
  }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return scored.filter(({ score }) => score === best).map(({ folder }) => folder);
}
