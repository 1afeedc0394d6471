import { execFileSync } from "node:child_process";
import { cp, rm, symlink } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../..");
/** What belongs to a build or to an installation, not to the app. */
const LEFT_OUT = new Set(["node_modules", ".next", ".svelte-kit", "build"]);

/**
 * A copy of an app that can be changed and built, with the dependencies of the original. It lies as deep in the
 * repository as the original does: the app names the repository's root by that.
 */
export class ExampleCopy {
  /** Relative to the repository's root. */
  readonly folder: string;
  readonly #original: string;

  /** @param purpose tells copies of the same app apart: tests run side by side. */
  constructor(original: string, purpose: string) {
    this.folder = `.weir/${purpose}-${basename(original)}`;
    this.#original = original;
  }

  async make(): Promise<void> {
    await this.remove();
    const [from, to] = [join(ROOT, this.#original), join(ROOT, this.folder)];
    await cp(from, to, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
    await symlink(join(from, "node_modules"), join(to, "node_modules"), "dir");
  }

  /** As somebody would apply what the finding's page shows. @throws Error with git's words when it does not fit. */
  apply(patch: string): void {
    const cwd = join(ROOT, this.folder);
    // The copy counts as a project of its own: git is not to look for one around it.
    const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(cwd) };
    execFileSync("git", ["apply", "-"], { cwd, env, input: patch });
  }

  async remove(): Promise<void> {
    await rm(join(ROOT, this.folder), { recursive: true, force: true });
  }
}
