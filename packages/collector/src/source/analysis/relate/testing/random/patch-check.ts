import type { SourceFact } from "@weir/core";
import { applyDiff } from "../../../../advice/testing/apply-diff.ts";
import { writePatch } from "../../../../advice/write-patch.ts";
import { relatePair } from "../../relate-pair.ts";
import { projectOf } from "../fixture.ts";
import { answerTo } from "./answer.ts";
import { ENTRY, LIBRARY, type RandomProgram } from "./program.ts";
import { type MadeCall, type Ran, runProgram } from "./run-program.ts";

/** A patch after which the program does something else. */
export interface Changed {
  readonly seed: number;
  readonly patch: string;
  readonly why: string;
}

export interface PatchChecked {
  /** Pairs the source says nothing is needed for. */
  readonly pairs: number;
  readonly offered: number;
  readonly withheld: ReadonlyMap<string, number>;
  readonly changed: readonly Changed[];
}

/** Calls that fail together; by path, since places move with the text. */
type Failing = ReadonlySet<string>;

/** Failing paths tried in pairs. */
const MAX_PAIRED = 5;

/** Writes the patch for every pair the source says is needless, and runs both programs with calls failing in turn. */
export async function patchCheck(program: RandomProgram): Promise<PatchChecked> {
  const project = projectOf(program.files);
  const usual = await runWith(program.files, new Set());
  const tried = new Map<string, string | undefined>();
  const withheld = new Map<string, number>();
  const changed: Changed[] = [];
  let [pairs, offered] = [0, 0];
  for (const { from, to, fact } of claims(usual, (a, b) => relatePair(project, { from: a.frames, to: b.frames }))) {
    pairs += 1;
    const calls = [from.frames, to.frames];
    const outcome = writePatch(project, { kind: fact.kind, calls, startTogether: [[0, 1]], after: [] });
    if ("withheld" in outcome) {
      withheld.set(outcome.withheld, (withheld.get(outcome.withheld) ?? 0) + 1);
      continue;
    }
    offered += 1;
    const { patch } = outcome;
    if (!tried.has(patch)) tried.set(patch, await difference(program, patched(program, patch)));
    const why = tried.get(patch);
    if (why !== undefined) changed.push({ seed: program.seed, patch, why });
  }
  return { pairs, offered, withheld, changed };
}

interface Claim {
  readonly from: MadeCall;
  readonly to: MadeCall;
  readonly fact: SourceFact;
}

function claims({ calls }: Ran, factOf: (from: MadeCall, to: MadeCall) => SourceFact): readonly Claim[] {
  const found = new Map<string, Claim>();
  for (const from of calls) {
    for (const to of calls) {
      const key = `${from.site} > ${to.site}`;
      if (to.madeAfter <= from.answered || found.has(key)) continue;
      const fact = factOf(from, to);
      if (fact.relation === "independent") found.set(key, { from, to, fact });
    }
  }
  return [...found.values()];
}

function patched({ files }: RandomProgram, patch: string): RandomProgram["files"] {
  const path = /^\+\+\+ b\/(?<path>.*?)\t?$/m.exec(patch)?.groups?.["path"] ?? "";
  return new Map(
    [LIBRARY, ENTRY].map((name) => [
      name,
      name === path ? applyDiff(files.get(name) ?? "", patch) : (files.get(name) ?? ""),
    ]),
  );
}

async function difference(program: RandomProgram, files: RandomProgram["files"]): Promise<string | undefined> {
  const { calls } = await runWith(program.files, new Set());
  const paths = [...new Set(calls.map(({ url }) => pathOf(url)))];
  for (const failing of failures(paths)) {
    const was = await runWith(program.files, failing);
    const is = await runWith(files, failing);
    const shown = [...failing].join("+") || "none";
    if (was.result !== is.result) return `${shown} fails: ${was.result} became ${is.result}`;
    if (is.unhandled > was.unhandled) return `${shown} fails: ${is.unhandled} rejections nobody handles`;
    const [asked, now] = [was, is].map((ran) => ran.calls.map(({ url }) => url).toSorted());
    const lost = asked?.find((url) => now?.includes(url) !== true);
    if (lost !== undefined) return `${shown} fails: ${lost} is not asked any more`;
    if (failing.size === 0 && asked?.length !== now?.length) return "more is asked than before";
  }
  return undefined;
}

function failures(paths: readonly string[]): readonly Failing[] {
  const few = paths.slice(0, MAX_PAIRED);
  const two = few.flatMap((first, index) => few.slice(index + 1).map((second) => new Set([first, second])));
  return [new Set(), ...paths.map((path) => new Set([path])), ...two];
}

function runWith(files: RandomProgram["files"], failing: Failing): Promise<Ran> {
  return runProgram(files, ({ url }) => answerTo(url, failing.has(pathOf(url)) ? "failed" : "usual"));
}

function pathOf(url: string): string {
  return url.slice(0, url.indexOf("?"));
}
