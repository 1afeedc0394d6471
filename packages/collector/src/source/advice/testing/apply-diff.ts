import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The text after the patch, as git applies it. */
export function applyDiff(before: string, patch: string): string {
  const folder = mkdtempSync(join(tmpdir(), "weir-patch-"));
  try {
    const name = /^\+\+\+ b\/(?<path>[^\t\n]+)/m.exec(patch)?.groups?.["path"] ?? "";
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, before);
    execFileSync("git", ["apply", "--whitespace=nowarn", "-"], { cwd: folder, input: patch, env: isolated(folder) });
    return readFileSync(path, "utf8");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Git must not take the folder for a part of a repository around it. */
function isolated(folder: string): NodeJS.ProcessEnv {
  return { ...process.env, GIT_CEILING_DIRECTORIES: dirname(folder), GIT_CONFIG_NOSYSTEM: "1", HOME: folder };
}
