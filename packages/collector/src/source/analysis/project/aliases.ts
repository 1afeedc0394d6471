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
  // `lib/api` with a `baseUrl`: where such a file is there, it is meant.
  { pattern: "lib/*", targets: ["lib/*", "src/lib/*"] },
  { pattern: "components/*", targets: ["components/*", "src/components/*"] },
  { pattern: "app/*", targets: ["app/*", "src/app/*"] },
  { pattern: "server/*", targets: ["server/*", "src/server/*"] },
];
/** Conditions of an `imports` entry, in the order in which a server's bundler asks. */
const CONDITIONS = ["source", "svelte", "node", "import", "module", "default", "require"];
const MAX_CONDITIONS = 4;

/** Aliases a project declares: `imports` of its package.json, `paths` of its tsconfig; then the customary ones. */
export function aliasesOf({
  tsconfig,
  packageJson,
}: {
  readonly tsconfig: string | undefined;
  readonly packageJson: string | undefined;
}): readonly Alias[] {
  return [
    ...(packageJson === undefined ? [] : importsIn(packageJson)),
    ...(tsconfig === undefined ? [] : pathsIn(tsconfig)),
    ...CUSTOMARY,
  ];
}

/** `"imports": { "#lib/*": "./src/lib/*", "#db": { "node": "./db.ts" } }` */
function importsIn(packageJson: string): Alias[] {
  const imports = property(parsedOf(packageJson), "imports");
  if (typeof imports !== "object" || imports === null) return [];
  return Object.entries(imports).flatMap(([pattern, target]) => {
    const path = targetOf(target, MAX_CONDITIONS);
    return path?.startsWith("./") === true ? [{ pattern, targets: [path.slice(2)] }] : [];
  });
}

function targetOf(target: unknown, depth: number): string | undefined {
  if (typeof target === "string") return target;
  if (Array.isArray(target)) return depth === 0 ? undefined : targetOf(target[0], depth - 1);
  const condition = CONDITIONS.find((name) => property(target, name) !== undefined);
  return condition === undefined || depth === 0 ? undefined : targetOf(property(target, condition), depth - 1);
}

function parsedOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

function pathsIn(tsconfig: string): Alias[] {
  const parsed = parsedOf(withoutComments(tsconfig));
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
