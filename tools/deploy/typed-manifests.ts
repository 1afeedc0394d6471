import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fault } from "./fault.ts";
import type { Manifest } from "./manifest.ts";

/**
 * Compiles every object as a literal of its published type. The compiler refuses what the JSON schemas let pass: a key that
 * the type does not have, which is what a slip of the pen looks like. A patch need not be whole.
 */
export function typeFaults(whole: readonly Manifest[], patches: readonly Manifest[]): readonly Fault[] {
  const folder = join(import.meta.dirname, "../../node_modules/.cache/deploy");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `manifests-${process.pid}.ts`);
  const manifests = [...whole, ...patches];
  writeFileSync(path, [PART, ...manifests.map((one, at) => line(one, at, patches.includes(one)))].join("\n"));
  const { stdout } = spawnSync(
    "tsc",
    ["--ignoreConfig", "--noEmit", "--strict", "--skipLibCheck", "--types", "", "--module", "nodenext", path],
    { cwd: folder, encoding: "utf8" },
  );
  rmSync(path);
  return stdout.split("\n").flatMap((text) => {
    const [, at = "", says = ""] = /manifests-\d+\.ts\((\d+),\d+\): error TS\d+: (.*)/.exec(text) ?? [];
    if (says === "") return text.startsWith("error") ? [{ file: path, says: text }] : [];
    return [{ file: manifests[Number(at) - 2]?.file ?? path, says }];
  });
}

const PART =
  "type Part<T> = T extends readonly (infer U)[] ? Part<U>[] : T extends object ? { [K in keyof T]?: Part<T[K]> } : T;";

function line({ apiVersion, kind, content }: Manifest, at: number, isPatch: boolean): string {
  const module = apiVersion === "v1" ? "kubernetes-models/v1" : `kubernetes-models/${apiVersion}`;
  const type = `import(${JSON.stringify(module)}).I${kind}`;
  return `export const m${at}: ${isPatch ? `Part<${type}>` : type} = ${JSON.stringify(content)};`;
}
