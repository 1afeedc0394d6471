import { cp, mkdir, readdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ExampleCopy } from "../../../test/integration/example-copy.ts";
import { faulty } from "../../../test/runtimes/programs/fault-hooks.mjs";

const ROOT = resolve(import.meta.dirname, "../../..");
const AGENT = ".weir/faulty-agent";

/**
 * A copy of an app whose build takes an agent into it with a fault at the head of each function: what is bundled cannot
 * be changed when it is loaded. `folder` is relative to the repository's root.
 */
export async function faultyApp(original: string): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const agent = join(ROOT, AGENT);
  await rm(agent, { recursive: true, force: true });
  await mkdir(agent, { recursive: true });
  const packaged = join(ROOT, "packages/agent");
  await cp(join(packaged, "package.json"), join(agent, "package.json"));
  await cp(join(packaged, "dist"), join(agent, "dist"), { recursive: true });
  await symlink(join(packaged, "node_modules"), join(agent, "node_modules"), "dir");
  for (const path of await readdir(join(agent, "dist"), { recursive: true })) {
    if (!path.endsWith(".js")) continue;
    const text = await readFile(join(agent, "dist", path), "utf8");
    await writeFile(join(agent, "dist", path), faulty(`file:///packages/agent/dist/${path}`, text));
  }
  const copy = new ExampleCopy(original, "faulty");
  await copy.make();
  await withPackage(join(ROOT, copy.folder, "node_modules"), "@weir/agent", agent);
  return {
    folder: copy.folder,
    remove: async () => {
      await copy.remove();
      await rm(agent, { recursive: true, force: true });
    },
  };
}

/** Makes a folder of links out of a link to a folder, one of them leading elsewhere. */
async function withPackage(modules: string, name: string, to: string): Promise<void> {
  const from = await realpath(modules);
  await rm(modules);
  await mkdir(modules);
  for (const entry of await readdir(from)) {
    if (!entry.startsWith("@")) await symlink(join(from, entry), join(modules, entry));
    else {
      await mkdir(join(modules, entry));
      for (const inner of await readdir(join(from, entry))) {
        const path = `${entry}/${inner}`;
        await symlink(path === name ? to : join(from, path), join(modules, path), "dir");
      }
    }
  }
}
