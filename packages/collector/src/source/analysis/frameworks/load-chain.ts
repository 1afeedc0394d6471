import { type Context, type Machine, Unfollowed } from "../machine/machine.ts";
import { native, type Pending, promise, record, type RecordObj } from "../machine/objects.ts";
import { spreadInto } from "../machine/object-literal.ts";
import { inTask } from "../machine/task.ts";
import { join, NOTHING, of, scalar, type Value } from "../machine/value.ts";
import { isParsed, type SourceProject } from "../project/source-project.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";
import { eventWith } from "./sveltekit-event.ts";

/** One layout or page of a route: the load of the server and the one that runs anywhere. */
export interface LoadNode {
  readonly server: ParsedFile | undefined;
  readonly universal: ParsedFile | undefined;
}

const LOAD_FILE = /^(?<folder>(?:.*\/)?)\+(?<kind>page|layout)(?<server>\.server)?\.[jt]s$/;

/** A file with a `load` in it. */
export function isLoadFile(path: string): boolean {
  return LOAD_FILE.test(path);
}

export function isUniversal(path: string): boolean {
  return LOAD_FILE.exec(path)?.groups?.["server"] === undefined;
}

/** Layouts above a load's file, outermost first, and the file's own node last. */
export function loadChain(project: SourceProject, leaf: string): readonly LoadNode[] {
  const { folder = "", kind = "page" } = LOAD_FILE.exec(leaf)?.groups ?? {};
  const nodes: LoadNode[] = [];
  const parts = folder.split("/").slice(0, -1);
  const first = Math.max(0, parts.lastIndexOf("routes"));
  for (let length = first + 1; length <= parts.length; length += 1)
    nodes.push(nodeAt(project, `${parts.slice(0, length).join("/")}/+layout`));
  if (kind === "page") nodes.push(nodeAt(project, `${folder}+page`));
  return nodes.filter(({ server, universal }) => server !== undefined || universal !== undefined);
}

const PROJECT_FILES = ["vite.config.ts", "vite.config.js", "vite.config.mts", "vite.config.mjs", "svelte.config.js"];

/**
 * Are all loads between two files known? A layout that made no call may not have been sent: either the framework told
 * which loads ran, or the project itself can be read and a file that is not there does not exist.
 */
export function knowsLoadsBetween(
  project: SourceProject,
  { above, below, loads }: { readonly above: string; readonly below: string; readonly loads: readonly string[] },
): boolean {
  if (loads.includes(above) && loads.includes(below)) return loads.every((path) => isParsed(project.file(path)));
  const [top = "", bottom = ""] = [above, below].map((path) => LOAD_FILE.exec(path)?.groups?.["folder"]);
  const at = below.lastIndexOf("src/routes");
  const root = at < 0 ? "" : below.slice(0, at);
  if (PROJECT_FILES.some((name) => isParsed(project.file(root + name)))) return true;
  const parts = bottom
    .slice(top.length)
    .split("/")
    .filter((part) => part !== "");
  const isPage = LOAD_FILE.exec(below)?.groups?.["kind"] === "page";
  return parts.every((_part, index) => {
    if (!isPage && index === parts.length - 1) return true;
    const stem = `${top}${parts.slice(0, index + 1).join("/")}/+layout`;
    const { server, universal } = nodeAt(project, stem);
    return server !== undefined && (!isUniversal(below) || universal !== undefined);
  });
}

function nodeAt(project: SourceProject, stem: string): LoadNode {
  return { server: fileAt(project, `${stem}.server`), universal: fileAt(project, stem) };
}

function fileAt(project: SourceProject, stem: string): ParsedFile | undefined {
  for (const path of [`${stem}.ts`, `${stem}.js`]) {
    const file = project.file(path);
    if (isParsed(file)) return file;
    if (file.problem !== "source.missing") throw new Unfollowed(file.problem, { file: path });
  }
  return undefined;
}

/**
 * Runs the loads of a route as SvelteKit does: all of them at once, a node's universal load after its server load, and
 * `parent()` giving what the loads above gave, once they have.
 */
export function runLoads(
  machine: Machine,
  nodes: readonly LoadNode[],
  event: RecordObj,
  context: Context,
  onParent: () => void = () => undefined,
): void {
  inTask(machine, context, (start) => {
    const servers: Value[] = [];
    const results: Value[] = [];
    for (const { server, universal } of nodes) {
      const given =
        server === undefined ? NOTHING : runLoad(machine, server, { event, above: servers, onParent }, start);
      if (server !== undefined) servers.push(given);
      const input = { event, above: results, given, onParent };
      results.push(universal === undefined ? given : afterServer(machine, universal, input, start));
    }
  });
}

interface LoadInput {
  readonly event: RecordObj;
  /** Promises of the loads above. */
  readonly above: readonly Value[];
  /** The promise of the same node's server load. */
  readonly given?: Value;
  /** Told when a load asks for what the loads above gave. */
  readonly onParent: () => void;
}

function runLoad(
  machine: Machine,
  file: ParsedFile,
  { event, above, given, onParent }: LoadInput,
  context: Context,
): Value {
  const load = machine.exported(file, "load");
  if (load.refs.length === 0) return NOTHING;
  const before = [...above];
  const own = eventWith(event, {
    parent: of(
      native("parent", () => {
        onParent();
        return merged(machine, before);
      }),
    ),
    ...(given === undefined ? {} : { data: given }),
  });
  return inTask(machine, context, (task) => {
    const node = file.program;
    const answered = machine.apply(load, { self: NOTHING, args: [of(own)], context: task, node, construct: false });
    const { throws } = task.activation.exits;
    if (throws === 0) return answered;
    return of(promise(merge(machine, [answered]), pendingOf(answered), failsOf(answered) | throws));
  });
}

function afterServer(machine: Machine, file: ParsedFile, input: LoadInput, context: Context): Value {
  return inTask(machine, context, (task) => {
    const given = machine.settle(input.given ?? NOTHING, task);
    const answered = runLoad(machine, file, { ...input, given }, task);
    const waits = task.activation.flow.wait === "settled" && context.activation.flow.wait !== "settled";
    return of(
      promise(
        merge(machine, [answered]),
        waits ? "yes" : pendingOf(answered),
        failsOf(answered) | task.activation.exits.throws,
      ),
    );
  });
}

/** What `parent()` gives: everything the loads above gave, in one object. */
function merged(machine: Machine, above: readonly Value[]): Value {
  const pendings = above.map(pendingOf);
  const pending = pendings.includes("yes") ? "yes" : pendings.includes("maybe") ? "maybe" : "no";
  const fails = above.reduce((taint, value) => taint | failsOf(value), 0);
  return of(promise(merge(machine, above), pending, fails));
}

function merge(machine: Machine, promised: readonly Value[]): Value {
  const made = record();
  for (const value of promised) {
    let settled: Value = scalar(value.taint);
    for (const ref of value.refs) settled = join(settled, ref.kind === "promise" ? ref.value : of(ref));
    spreadInto(machine, made, settled);
  }
  return of(made);
}

function pendingOf(value: Value): Pending {
  const all = value.refs.map((ref) => (ref.kind === "promise" || ref.kind === "external" ? ref.pending : "no"));
  if (all.length > 0 && all.every((pending) => pending === "yes")) return "yes";
  return all.some((pending) => pending !== "no") ? "maybe" : "no";
}

function failsOf(value: Value): number {
  return value.refs.reduce((taint, ref) => taint | (ref.kind === "promise" ? ref.fails : 0), 0);
}
