import type { Frame } from "@weir/core";
import { BuildProject, ParseCache } from "../../analysis/project/build-project.ts";
import type { AdviceRequest } from "../../port.ts";
import { writePatch } from "../write-patch.ts";
import { applyDiff } from "./apply-diff.ts";

/** A finding by its code: calls are named by the text that starts at the called name, once in the file. */
export interface PatchCase {
  readonly kind?: AdviceRequest["kind"];
  readonly path?: string;
  readonly code: string;
  readonly calls: readonly string[];
  readonly together: readonly (readonly number[])[];
  readonly after?: readonly number[];
  /** Other files of the project, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Patched {
  /** The file after the patch was applied. */
  readonly code: string;
  readonly patch: string;
}

const PATH = "src/app/route.ts";

/** The patched file, or why there is none. */
export function patched(given: PatchCase): Patched | string {
  const path = given.path ?? PATH;
  const files = new Map([...Object.entries(given.files ?? {}), [path, given.code]]);
  const read = (name: string): { hash: string; text: string } | undefined => {
    const text = files.get(name);
    return text === undefined ? undefined : { hash: text, text };
  };
  const project = new BuildProject({ read }, new ParseCache(20), new Map());
  const outcome = writePatch(project, {
    kind: given.kind ?? "serial",
    calls: given.calls.map((text) => [frameAt(path, given.code, text)]),
    startTogether: given.together,
    after: given.after ?? [],
  });
  if ("withheld" in outcome) return outcome.withheld;
  return { code: applyDiff(given.code, outcome.patch), patch: outcome.patch };
}

function frameAt(file: string, code: string, text: string): Frame {
  const offset = code.indexOf(text);
  if (offset < 0) throw new Error(`no call ${text}`);
  const before = code.slice(0, offset).split("\n");
  return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, async: false, mapped: true };
}
