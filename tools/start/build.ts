import { access, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuildStep } from "./build-steps.ts";
import { inputHash } from "./input-hash.ts";
import { ProcessFailed } from "./process-group.ts";
import type { ProcessSet } from "./process-set.ts";

export interface Workshop {
  /** Absolute path of the repository. */
  readonly root: string;
  /** Absolute folder that keeps, per step, what it was last built from. */
  readonly stamps: string;
  readonly logs: string;
  readonly processes: ProcessSet;
  readonly say: (line: string) => void;
}

/**
 * Runs a step unless its inputs are the ones it was last built from and its outputs are there.
 * @throws ProcessFailed with the last lines of the build.
 */
export async function build(step: BuildStep, workshop: Workshop): Promise<"built" | "unchanged"> {
  const { root, stamps, processes, say } = workshop;
  const stamp = join(stamps, `${step.name}.sha256`);
  const wanted = await inputHash(root, step.inputs);
  if ((await textOf(stamp)) === wanted && (await allThere(root, step.outputs))) return "unchanged";

  const started = performance.now();
  await mkdir(stamps, { recursive: true });
  await rm(stamp, { force: true });
  const group = await processes.start({
    name: `build of ${step.name}`,
    node: step.node,
    cwd: join(root, step.cwd),
    env: { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
    log: join(workshop.logs, `build-${step.name}.log`),
  });
  const { code, signal } = await group.exited;
  if (code !== 0) throw new ProcessFailed(group, `failed (${signal ?? `exit code ${code}`})`);
  if (!(await allThere(root, step.outputs))) throw new ProcessFailed(group, `left out ${step.outputs.join(", ")}`);
  await writeFile(stamp, wanted);
  say(`built ${step.name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return "built";
}

async function allThere(root: string, paths: readonly string[]): Promise<boolean> {
  const found = await Promise.all(paths.map((path) => access(join(root, path)).then(yes, no)));
  return found.every(Boolean);
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}

const yes = (): boolean => true;
const no = (): boolean => false;
