import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** What a package would publish. */
export interface PackedPackage {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Bytes of the tarball. */
  readonly size: number;
  /** Paths in it. */
  readonly files: readonly string[];
}

/** Asks npm what it would pack. Throws when it cannot. */
export function packedPackage(folder: string): PackedPackage {
  const { status, stdout, stderr } = spawnSync("npm", ["pack", "--dry-run", "--json"], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`npm pack in ${folder}: ${stderr}`);
  const [packed] = JSON.parse(stdout) as { size: number; files: { path: string }[] }[];
  if (packed === undefined) throw new Error(`npm pack in ${folder} packed nothing`);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
  const files = packed.files.map(({ path }) => path).filter((path) => !isLeftOver(folder, path));
  return { folder, manifest, size: packed.size, files };
}

/** The compiler does not take away what it once made of a file that is gone. A release is built in a fresh clone. */
function isLeftOver(folder: string, path: string): boolean {
  const [, name] = /^dist\/(.*)\.js$/.exec(path) ?? [];
  return name !== undefined && !existsSync(join(folder, "src", `${name}.ts`));
}
