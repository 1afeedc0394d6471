import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type ForeignPackage, withoutPlatform } from "./foreign-package.ts";

interface Listed {
  readonly name: string;
  readonly versions: readonly string[];
  readonly paths: readonly string[];
  readonly license: string;
}

/**
 * What pnpm has installed for one of our packages, by name: what it needs to run, or with `dev` what it is built with.
 * @throws Error when pnpm cannot say
 */
export function installedPackages(of: string, dev = false): ReadonlyMap<string, ForeignPackage> {
  const args = ["licenses", "list", dev ? "--dev" : "--prod", "--json", "--filter", of];
  const { status, stdout, stderr } = spawnSync("pnpm", args, { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`pnpm licenses: ${stderr}${stdout}`);
  const listed = Object.values(JSON.parse(stdout) as Record<string, Listed[]>).flat();
  return new Map(
    listed.map(({ name, versions, paths, license }): [string, ForeignPackage] => [
      name,
      { name: withoutPlatform(name), versions, license, text: licenceText(paths) },
    ]),
  );
}

function licenceText(folders: readonly string[]): string {
  for (const folder of folders) {
    const file = readdirSync(folder).find((name) => /^licen[cs]e(?:[.-].*)?$/i.test(name));
    if (file !== undefined) return readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
  }
  return "";
}
