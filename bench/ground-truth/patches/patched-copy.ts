import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { APPS_FOLDER } from "../drive/fixture-process.ts";
import type { FixtureApp } from "../truth/case.ts";
import type { OfferedPatch } from "./offered-patches.ts";

/** Beside `apps/`: as deep in the workspace, so that what the apps say of their surroundings stays true. */
const COPIES = resolve(APPS_FOLDER, `../.patched-${process.pid}`);
const LEFT_OUT = /\/(?:node_modules|\.next|build|\.svelte-kit)(?:\/|$)/;

export interface PatchedCopy {
  readonly folder: string;
  readonly applied: readonly OfferedPatch[];
  /** Patches that do not fit together with one of those applied: their turn is another copy. */
  readonly left: readonly OfferedPatch[];
  /** Patches git refuses on the untouched app. */
  readonly refused: readonly { readonly offered: OfferedPatch; readonly says: string }[];
}

/** A copy of an app with as many of the patches as fit together, applied by git. */
export function patchedCopy(app: FixtureApp, patches: readonly OfferedPatch[]): PatchedCopy {
  const folder = join(COPIES, app);
  const source = join(APPS_FOLDER, app);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(COPIES, { recursive: true });
  writeFileSync(join(COPIES, ".gitignore"), "*\n");
  cpSync(source, folder, { recursive: true, filter: (path) => !LEFT_OUT.test(path) });
  symlinkSync(join(source, "node_modules"), join(folder, "node_modules"));
  const applied: OfferedPatch[] = [];
  const left: OfferedPatch[] = [];
  const refused: { offered: OfferedPatch; says: string }[] = [];
  for (const offered of patches) {
    const alone = apply(source, offered.advice.patch ?? "", true);
    if (alone !== undefined) refused.push({ offered, says: alone });
    else if (apply(folder, offered.advice.patch ?? "", false) === undefined) applied.push(offered);
    else left.push(offered);
  }
  return { folder, applied, left, refused };
}

export function removeCopies(): void {
  rmSync(COPIES, { recursive: true, force: true });
}

/** What git says when it refuses; nothing when it is content. */
function apply(folder: string, patch: string, dry: boolean): string | undefined {
  const args = ["apply", "--whitespace=nowarn", ...(dry ? ["--check"] : []), "-"];
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: resolve(folder, "..") };
  try {
    execFileSync("git", args, { cwd: folder, input: patch, env, stdio: ["pipe", "pipe", "pipe"] });
    return undefined;
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error).trim();
  }
}
