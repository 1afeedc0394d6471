import { posix } from "node:path";
import type { Alias } from "./import-path.ts";

/** Where SvelteKit and the usual project templates put things when no tsconfig was uploaded to say otherwise. */
const CUSTOMARY: readonly Alias[] = [
  { pattern: "$lib", targets: ["src/lib"] },
  { pattern: "$lib/*", targets: ["src/lib/*"] },
  { pattern: "$components/*", targets: ["src/components/*", "src/lib/components/*"] },
  { pattern: "$server/*", targets: ["src/lib/server/*", "src/server/*"] },
  { pattern: "@/*", targets: ["src/*", "*", "app/*"] },
  { pattern: "~/*", targets: ["src/*", "*", "app/*"] },
  { pattern: "src/*", targets: ["src/*"] },
  { pattern: "#*", targets: ["*", "src/*"] },
];

/** `compilerOptions.paths` of a tsconfig text, before the customary aliases. */
export function aliasesOf(tsconfig: string | undefined): readonly Alias[] {
  return tsconfig === undefined ? CUSTOMARY : [...ownAliases(tsconfig), ...CUSTOMARY];
}

function ownAliases(tsconfig: string): Alias[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(withoutComments(tsconfig));
  } catch (cause) {
    if (cause instanceof SyntaxError) return [];
    throw cause;
  }
  const options = property(parsed, "compilerOptions");
  const paths = property(options, "paths");
  const base = property(options, "baseUrl");
  const folder = typeof base === "string" ? base : ".";
  if (typeof paths !== "object" || paths === null) return [];
  return Object.entries(paths as Record<string, unknown>).flatMap(([pattern, targets]) => {
    if (!Array.isArray(targets)) return [];
    const texts = targets.filter((target): target is string => typeof target === "string");
    return [{ pattern, targets: texts.map((target) => posix.join(folder, target)) }];
  });
}

function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** tsconfig allows comments and trailing commas; strings are left alone. */
function withoutComments(text: string): string {
  return text
    .replace(/("(?:\\.|[^"\\])*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_all, text: string | undefined) => text ?? "")
    .replace(/,(?=\s*[}\]])/g, "");
}
