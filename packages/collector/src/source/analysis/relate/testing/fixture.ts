import type { Frame, SourceFact } from "@weir/core";
import type { FramePair } from "../../../port.ts";
import { BuildProject, ParseCache } from "../../project/build-project.ts";
import { isParsed } from "../../project/source-project.ts";
import { relatePair } from "../relate-pair.ts";

/** The file a fixture is in until a `// @file` line names another one. */
const FIRST_FILE = "src/app/page.tsx";
const FILE_LINE = /^\s*\/\/ @file (\S+)$/;
/**
 * A comment `A` stands before A's innermost call, `A1` before its caller's, `B` and so on alike; `AB1` stands before a
 * call both went through.
 */
const MARK = /\/\*(?<calls>AB?|B)(?<level>\d?)\*\//g;

/** What every fixture may import. */
const API = `// @file src/lib/api.ts
const BASE = process.env.API_URL ?? "http://api";
async function getJson(path: string, init?: RequestInit) {
  const res = await fetch(BASE + path, { headers: { accept: "application/json" }, ...init });
  if (!res.ok) throw new Error(\`\${path}: \${res.status}\`);
  return res.json();
}
export const getUser = (id?: string) => getJson(\`/users/\${id}\`);
export const getOrders = (id?: string) => getJson(\`/orders?user=\${id}\`);
export function getCatalog() { return getJson("/catalog"); }
export async function getCart(id?: string) { return await getJson("/cart/" + id); }
export async function getFlags(): Promise<Record<string, boolean>> { return getJson("/flags"); }
`;

/** A project in one text: files by `// @file` lines, calls by marks. */
export interface Fixture {
  readonly files: ReadonlyMap<string, string>;
  readonly pair: FramePair;
}

export function fixture(text: string): Fixture {
  const files = filesOf(`${text}\n${API}`);
  const stacks = { A: [] as Frame[], B: [] as Frame[] };
  for (const [file, source] of files) {
    for (const { groups, index, 0: mark } of source.matchAll(MARK)) {
      const frame = { file, ...positionAfter(source, index + mark.length), mapped: true };
      const level = Number(groups?.["level"] ?? 0);
      for (const call of groups?.["calls"] ?? "") stacks[call as "A" | "B"][level] = { ...frame, async: level > 0 };
    }
  }
  return { files, pair: { from: stacks.A, to: stacks.B } };
}

/** What the source says of the two marked calls. */
export function relationIn(text: string, more: Pick<FramePair, "loads"> = {}): SourceFact {
  const { files, pair } = fixture(text);
  const project = projectOf(files);
  for (const path of files.keys()) {
    const file = project.file(path);
    if (/\.(?:tsx?|jsx?|svelte)$/.test(path) && !isParsed(file)) throw new Error(`${path}: ${file.problem}`);
  }
  return relatePair(project, { ...pair, ...more });
}

export function projectOf(files: ReadonlyMap<string, string>): BuildProject {
  const read = (path: string): { hash: string; text: string } | undefined => {
    const text = files.get(path);
    return text === undefined ? undefined : { hash: text, text };
  };
  return new BuildProject({ read, paths: () => files.keys() }, new ParseCache(100), new Map());
}

function filesOf(text: string): Map<string, string> {
  const files = new Map<string, string>();
  let current = FIRST_FILE;
  for (const line of text.split("\n")) {
    const named = FILE_LINE.exec(line)?.[1];
    if (named === undefined) files.set(current, `${files.get(current) ?? ""}${line}\n`);
    else current = named;
  }
  return files;
}

/** Line and column of the first character that is neither blank nor in a mark. */
function positionAfter(source: string, offset: number): { readonly line: number; readonly column: number } {
  const rest = source.slice(offset);
  const at = offset + (/^(?:\s|\/\*(?:AB?|B)\d?\*\/)*/.exec(rest)?.[0].length ?? 0);
  const before = source.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
