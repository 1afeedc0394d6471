import { posix } from "node:path";

/** Aliases a tsconfig or a framework gives: a pattern with at most one `*`, and where it leads, below the project. */
export interface Alias {
  readonly pattern: string;
  readonly targets: readonly string[];
}

const EXTENSIONS = [".ts", ".tsx", ".mts", ".js", ".jsx", ".mjs", ".svelte"];
const WRITTEN = /\.(?:m?[jt]sx?|svelte)$/;

/** Every path in the project an import may stand for, likeliest first; empty when it names a package. */
export function importCandidates(from: string, specifier: string, aliases: readonly Alias[]): string[] {
  if (specifier.startsWith("./") || specifier.startsWith("../") || specifier === "." || specifier === "..")
    return spellings(posix.join(posix.dirname(from), specifier));
  return aliases.flatMap(({ pattern, targets }) => {
    const rest = matchAlias(pattern, specifier);
    return rest === undefined
      ? []
      : targets.flatMap((target) => spellings(posix.normalize(target.replace("*", () => rest))));
  });
}

function matchAlias(pattern: string, specifier: string): string | undefined {
  const star = pattern.indexOf("*");
  if (star < 0) return specifier === pattern ? "" : undefined;
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  if (specifier.length < head.length + tail.length) return undefined;
  if (!specifier.startsWith(head) || !specifier.endsWith(tail)) return undefined;
  return specifier.slice(head.length, specifier.length - tail.length);
}

/** `./x` may be written `x.ts`, `x/index.ts`, …; `./x.js` may be the compiled name of `x.ts`. */
function spellings(path: string): string[] {
  const found = [path];
  if (WRITTEN.test(path)) found.push(path.replace(/\.(m?)js(x?)$/, ".$1ts$2"), path.replace(/\.js$/, ".tsx"));
  for (const extension of EXTENSIONS) found.push(path + extension);
  for (const extension of EXTENSIONS) found.push(posix.join(path, `index${extension}`));
  return found;
}
