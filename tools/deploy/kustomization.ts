import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import type { Fault } from "./fault.ts";
import { type Manifest, readManifests } from "./manifest.ts";

interface KustomizationFile {
  readonly resources?: readonly string[];
  readonly patches?: readonly {
    readonly path: string;
    readonly target?: { readonly kind: string; readonly name: string };
  }[];
  readonly images?: readonly { readonly name: string }[];
  readonly configMapGenerator?: readonly {
    readonly name: string;
    readonly behavior?: string;
    readonly literals: readonly string[];
  }[];
}

/** What a `kustomization.yaml` brings together. */
export interface Kustomization {
  readonly resources: readonly Manifest[];
  /** Patches that are part of an object; lists of operations are not among them. */
  readonly patches: readonly Manifest[];
  /** Variables of generated ConfigMaps, by the map's name. */
  readonly literals: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly faults: readonly Fault[];
}

/** Reads a folder and those it builds on. What a patch or an image names has to be there. */
export function readKustomization(folder: string): Kustomization {
  const file = join(folder, "kustomization.yaml");
  const {
    resources = [],
    patches = [],
    images = [],
    configMapGenerator = [],
  } = parse(readFileSync(file, "utf8")) as KustomizationFile;
  const paths = [...resources, ...patches.map(({ path }) => path)].map((path) => resolve(folder, path));
  const faults: Fault[] = paths.flatMap((path) => (existsSync(path) ? [] : [{ file, says: `there is no ${path}` }]));
  const there = resources.map((path) => resolve(folder, path)).filter((path) => existsSync(path));
  const bases = there.filter((path) => !path.endsWith(".yaml")).map((path) => readKustomization(path));
  const objects = [
    ...bases.flatMap((base) => base.resources),
    ...there.filter((path) => path.endsWith(".yaml")).flatMap((path) => readManifests(path)),
  ];
  const parts: Manifest[] = [];
  for (const { path, target } of patches) {
    const part = target === undefined ? readManifests(resolve(folder, path)) : [];
    parts.push(...part);
    for (const { kind, name } of target === undefined ? part : [target])
      if (!objects.some((one) => one.kind === kind && one.name === name))
        faults.push({ file, says: `${path} patches ${kind} ${name}, which is not there` });
  }
  const text = JSON.stringify(objects.map(({ content }) => content));
  for (const { name } of images)
    if (!text.includes(`"image":"${name}"`)) faults.push({ file, says: `no container has the image ${name}` });
  const literals = new Map(bases.flatMap((base) => [...base.literals]));
  for (const { name, behavior, literals: own } of configMapGenerator) {
    if ((behavior === "merge") !== literals.has(name))
      faults.push({ file, says: `ConfigMap ${name}: merge what is there` });
    const pairs = own.map((pair) => /^([^=]+)=(.*)$/s.exec(pair)?.slice(1) ?? [pair, ""]);
    literals.set(name, { ...literals.get(name), ...(Object.fromEntries(pairs) as Record<string, string>) });
  }
  return {
    resources: objects,
    patches: [...bases.flatMap((base) => base.patches), ...parts],
    literals,
    faults: [...bases.flatMap((base) => base.faults), ...faults],
  };
}
