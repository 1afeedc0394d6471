import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MagicString } from "magic-string";
import { valueAt, writeTrue } from "./object-literal.ts";
import { calleeName, type Node, nodesIn, parseModule } from "./parse-module.ts";
import { isAtLeast, type Project } from "./read-project.ts";

/** Where SvelteKit's tracing is switched, and whether it is on. */
export interface KitTracing {
  /** Relative to the project; where the switch belongs when no file has it yet. */
  readonly path: string;
  readonly state: "on" | "off" | "unread";
  /** The file's text with tracing on; absent when it is on, or cannot be changed safely. */
  readonly changed?: string;
  readonly text: string;
  /** What a person would write. */
  readonly code: string;
}

const KIT_CONFIGS = ["svelte.config.js", "svelte.config.ts", "svelte.config.mjs"] as const;
const VITE_CONFIGS = ["vite.config.ts", "vite.config.js", "vite.config.mts", "vite.config.mjs"] as const;

/** SvelteKit 3 has one switch, SvelteKit 2 two experimental ones. */
function switches(project: Project): readonly (readonly string[])[] {
  return isAtLeast(project.framework.version, 3)
    ? [["tracing", "server"]]
    : [
        ["experimental", "tracing", "server"],
        ["experimental", "instrumentation", "server"],
      ];
}

export function readKitTracing(project: Project): KitTracing {
  const paths = switches(project);
  const code = isAtLeast(project.framework.version, 3)
    ? "tracing: { server: true }"
    : "experimental: { tracing: { server: true }, instrumentation: { server: true } }";
  const candidates = [
    ...KIT_CONFIGS.map((path) => ({ path, find: kitObject })),
    ...VITE_CONFIGS.map((path) => ({ path, find: pluginObject })),
  ].filter(({ path }) => existsSync(join(project.root, path)));
  for (const { path, find } of candidates) {
    const text = readFileSync(join(project.root, path), "utf8");
    const program = parseModule(path, text);
    const place = program === undefined ? undefined : find(program);
    if (place === undefined) continue;
    if (place.object !== undefined && paths.every((one) => isTrue(valueAt(place.object as Node, one)))) {
      return { path, state: "on", text, code };
    }
    const changed = switchedOn(path, text, find, paths);
    return { path, state: "off", text, code, ...(changed === undefined ? {} : { changed }) };
  }
  return { path: candidates[0]?.path ?? "vite.config.ts", state: "unread", text: "", code };
}

/** A place for settings: a literal, or a call without arguments that takes one. */
interface Place {
  readonly object: Node | undefined;
  /** Where an argument goes. */
  readonly insertAt?: number;
}

/** `kit: { … }` of the configuration that a svelte.config file exports. */
function kitObject(program: Node): Place | undefined {
  for (const node of nodesIn(program)) {
    if (node.type !== "ObjectExpression") continue;
    const kit = valueAt(node, ["kit"]);
    if (kit?.type === "ObjectExpression") return { object: kit };
  }
  return undefined;
}

/** The options of `sveltekit()` among Vite's plugins. Without options, the settings are in another file. */
function pluginObject(program: Node): Place | undefined {
  for (const node of nodesIn(program)) {
    if (node.type !== "CallExpression" || calleeName(node) !== "sveltekit") continue;
    const [options] = node.arguments;
    if (options === undefined) return { object: undefined, insertAt: node.end - 1 };
    return options.type === "ObjectExpression" ? { object: options } : undefined;
  }
  return undefined;
}

type Find = (program: Node) => Place | undefined;

function switchedOn(path: string, text: string, find: Find, paths: readonly (readonly string[])[]): string | undefined {
  let changed = text;
  // Each switch is written into the text that the one before gave.
  for (const one of paths) {
    const program = parseModule(path, changed);
    const place = program === undefined ? undefined : find(program);
    if (place === undefined) return undefined;
    const edited = new MagicString(changed);
    if (place.object === undefined) edited.appendLeft(place.insertAt ?? 0, `{ ${nested(one)} }`);
    else if (!writeTrue(place.object, one, changed, edited)) return undefined;
    changed = edited.toString();
  }
  return changed;
}

function nested(path: readonly string[]): string {
  const [name, ...rest] = path;
  return name === undefined ? "true" : rest.length === 0 ? `${name}: true` : `${name}: { ${nested(rest)} }`;
}

function isTrue(node: Node | undefined): boolean {
  return node?.type === "Literal" && node.value === true;
}
