import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, posix } from "node:path";
import { parse } from "es-module-lexer";
import type { PackedPackage } from "./packed-package.ts";

/** Imports of packed files that lead to a file that is not packed, or to a package that is not asked for. */
export function missingImports({ folder, files, manifest }: PackedPackage): readonly string[] {
  const there = new Set(files);
  const asked = new Set([manifest.name, ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })]);
  return files
    .filter((file) => file.startsWith("dist/") && file.endsWith(".js"))
    .flatMap((file) =>
      importsOf(readFileSync(join(folder, file), "utf8"))
        .filter((to) => {
          if (to.startsWith(".")) return !there.has(posix.join(posix.dirname(file), to));
          return !isBuiltin(to) && !asked.has(packageOf(to));
        })
        .map((to) => `${file} imports ${to}`),
    );
}

/** Those that are known before the program runs. */
function importsOf(text: string): readonly string[] {
  const [imports] = parse(text);
  return imports.flatMap((one) => ("specifier" in one && typeof one.specifier === "string" ? [one.specifier] : []));
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
