import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { APPS_FOLDER } from "../drive/fixture-process.ts";
import type { FixtureApp } from "../truth/case.ts";

/** Beside `apps/`: as deep in the workspace, so that what the apps say of their surroundings stays true. */
const COPIES = resolve(APPS_FOLDER, `../.patched-${process.pid}`);
const LEFT_OUT = /\/(?:node_modules|\.next|build|\.svelte-kit)(?:\/|$)/;

/** A copy of an app with as many of the patches as fit together, applied by git; the others are `left`. */
export function patchedCopy(
  app: FixtureApp,
  patches: readonly string[],
): { readonly folder: string; readonly applied: readonly string[]; readonly left: readonly string[] } {
  const folder = join(COPIES, app);
  const source = join(APPS_FOLDER, app);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(COPIES, { recursive: true });
  writeFileSync(join(COPIES, ".gitignore"), "*\n");
  cpSync(source, folder, { recursive: true, filter: (path) => !LEFT_OUT.test(path) });
  symlinkSync(join(source, "node_modules"), join(folder, "node_modules"));
  const applied = patches.filter((patch) => gitApply(folder, patch) === undefined);
  return { folder, applied, left: patches.filter((patch) => !applied.includes(patch)) };
}

export function removeCopies(): void {
  rmSync(COPIES, { recursive: true, force: true });
}

/** What git says when the untouched app refuses a patch; nothing when it is content. */
export function refusal(app: FixtureApp, patch: string): string | undefined {
  return gitApply(join(APPS_FOLDER, app), patch, "--check");
}

function gitApply(folder: string, patch: string, ...more: readonly string[]): string | undefined {
  const args = ["apply", "--whitespace=nowarn", ...more, "-"];
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: resolve(folder, "..") };
  try {
    execFileSync("git", args, { cwd: folder, input: patch, env, stdio: ["pipe", "pipe", "pipe"] });
    return undefined;
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error).trim();
  }
}
