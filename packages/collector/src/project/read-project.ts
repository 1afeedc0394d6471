import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

export type FrameworkName = "next" | "sveltekit" | "node";
export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";

export interface Project {
  readonly root: string;
  readonly name: string;
  readonly framework: { readonly name: FrameworkName; readonly version: string | undefined };
  readonly manager: PackageManager;
  readonly typescript: boolean;
  readonly dependencies: ReadonlyMap<string, string>;
  /** Only those that a production install brings. */
  readonly production: ReadonlySet<string>;
  readonly scripts: ReadonlyMap<string, string>;
}

/** No package.json of a project is larger. Bytes. */
const MAX_BYTES = 1024 * 1024;

const LOCKFILES: readonly (readonly [string, PackageManager])[] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["package-lock.json", "npm"],
];

/** What the project in a folder is made of; `undefined` without a package.json. */
export function readProject(root: string): Project | undefined {
  const json = readJson(join(root, "package.json"));
  if (json === undefined) return undefined;
  const production = textMap(json["dependencies"]);
  const dependencies = new Map([...production, ...textMap(json["devDependencies"])]);
  const name = dependencies.has("next") ? "next" : dependencies.has("@sveltejs/kit") ? "sveltekit" : "node";
  return {
    root,
    name: typeof json["name"] === "string" && json["name"] !== "" ? json["name"].replace(/^@[^/]*\//, "") : "web",
    framework: {
      name,
      version: name === "node" ? undefined : versionOf(root, name === "next" ? "next" : "@sveltejs/kit", dependencies),
    },
    manager: managerOf(root, json),
    typescript: existsSync(join(root, "tsconfig.json")),
    dependencies,
    production: new Set(production.keys()),
    scripts: textMap(json["scripts"]),
  };
}

/** The installed version, else the lowest that the range allows. */
function versionOf(root: string, name: string, dependencies: ReadonlyMap<string, string>): string | undefined {
  const installed = readJson(join(root, "node_modules", name, "package.json"))?.["version"];
  if (typeof installed === "string") return installed;
  return /\d+(?:\.\d+){0,2}/.exec(dependencies.get(name) ?? "")?.[0];
}

/** What `packageManager` says, else whose lock file is nearest. */
function managerOf(root: string, json: Readonly<Record<string, unknown>>): PackageManager {
  const named = typeof json["packageManager"] === "string" ? json["packageManager"].split("@")[0] : undefined;
  if (named === "npm" || named === "pnpm" || named === "yarn" || named === "bun") return named;
  for (let folder = root; ; folder = dirname(folder)) {
    const lock = LOCKFILES.find(([file]) => existsSync(join(folder, file)));
    if (lock !== undefined) return lock[1];
    if (existsSync(join(folder, ".git")) || dirname(folder) === folder) return "npm";
  }
}

export function readJson(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    if (statSync(path).size > MAX_BYTES) return undefined;
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    // Not there, or no JSON: as good as not there.
    return undefined;
  }
}

function textMap(value: unknown): ReadonlyMap<string, string> {
  if (typeof value !== "object" || value === null) return new Map();
  return new Map(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** Is a version at least this one? An unknown one is. */
export function isAtLeast(version: string | undefined, major: number, minor = 0): boolean {
  if (version === undefined) return true;
  const [has = 0, hasMinor = 0] = version.split(".").map(Number);
  return has > major || (has === major && hasMinor >= minor);
}
