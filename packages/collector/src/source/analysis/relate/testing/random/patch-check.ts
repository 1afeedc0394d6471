import type { SourceFact } from "@weir/core";
import { applyDiff } from "../../../../advice/testing/apply-diff.ts";
import { writePatch } from "../../../../advice/write-patch.ts";
import type { AdviceRequest } from "../../../../port.ts";
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
  for (const { request, urls } of requestsOf(usual, (a, b) => relatePair(project, { from: a.frames, to: b.frames }))) {
    pairs += 1;
    const outcome = writePatch(project, request);
    if ("withheld" in outcome) {
      withheld.set(outcome.withheld, (withheld.get(outcome.withheld) ?? 0) + 1);
      continue;
    }
    offered += 1;
    const { patch } = outcome;
    if (!tried.has(patch)) tried.set(patch, await difference(program, patched(program, patch), urls));
    const why = tried.get(patch);
    if (why !== undefined) changed.push({ seed: program.seed, patch, why });
  }
  return { pairs, offered, withheld, changed };
}

interface Asked {
  readonly request: AdviceRequest;
  /** What its calls ask for. */
  readonly urls: readonly string[];
}

type FactOf = (from: MadeCall, to: MadeCall) => SourceFact;

/** Findings as they would be made: the calls of one function and kind, those together that need the same others. */
function requestsOf({ calls }: Ran, factOf: FactOf): readonly Asked[] {
  const known = new Map<string, SourceFact>();
  const fact = (from: MadeCall, to: MadeCall): SourceFact => {
    const key = `${from.site} > ${to.site}`;
    const found = known.get(key) ?? factOf(from, to);
    known.set(key, found);
    return found;
  };
  const groups = new Map<string, Set<MadeCall>>();
  for (const from of calls) {
    for (const to of calls) {
      if (to.madeAfter <= from.answered) continue;
      const { relation, kind, place } = fact(from, to);
      if (relation !== "independent") continue;
      const key = `${kind} ${place?.file ?? ""} ${place?.function ?? ""}`;
      const members = groups.get(key) ?? new Set();
      groups.set(key, members.add(from).add(to));
    }
  }
  return [...groups].map(([key, members]) => {
    const shown = onePerRound([...members], key);
    return { request: requestOf(key, shown, fact), urls: shown.map(({ url }) => url) };
  });
}

/** A loop is shown by two of its rounds, everything else once. */
function onePerRound(members: readonly MadeCall[], key: string): readonly MadeCall[] {
  const rounds = key.startsWith("loop") ? 2 : 1;
  return members.filter(
    (made, index) => members.slice(0, index).filter(({ site }) => site === made.site).length < rounds,
  );
}

function requestOf(key: string, members: readonly MadeCall[], fact: FactOf): AdviceRequest {
  const calls = members.toSorted((a, b) => a.madeAfter - b.madeAfter);
  const byNeeds = new Map<string, number[]>();
  const after = new Set<number>();
  calls.forEach((to, index) => {
    const needs = calls.flatMap((from, other) =>
      from.answered < to.madeAfter && fact(from, to).relation !== "independent" ? [other] : [],
    );
    const group = byNeeds.get(needs.join()) ?? [];
    byNeeds.set(needs.join(), group);
    group.push(index);
    for (const need of needs) after.add(need);
  });
  return {
    kind: (key.split(" ")[0] ?? "serial") as AdviceRequest["kind"],
    calls: calls.map(({ frames }) => frames),
    startTogether: [...byNeeds.values()],
    after: [...after],
  };
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

async function difference(
  program: RandomProgram,
  files: RandomProgram["files"],
  own: readonly string[],
): Promise<string | undefined> {
  const { calls } = await runWith(program.files, new Set());
  const paths = [...new Set(calls.map(({ url }) => pathOf(url)))];
  for (const failing of failures(paths, [...new Set(own.map(pathOf))])) {
    const was = await runWith(program.files, failing);
    const is = await runWith(files, failing);
    const shown = [...failing].join("+") || "none";
    // Side by side with a function that is over sooner now, another failure may be told than before.
    const elsewhere = calls.some(({ url }) => failing.has(pathOf(url)) && !own.includes(url));
    const raced = elsewhere && isError(was.result) && isError(is.result);
    if (was.result !== is.result && !raced) return `${shown} fails: ${was.result} became ${is.result}`;
    if (is.unhandled > was.unhandled) return `${shown} fails: ${is.unhandled} rejections nobody handles`;
    const [asked, now] = [was, is].map((ran) => ran.calls.map(({ url }) => url).toSorted());
    const lost = asked?.find((url) => now?.includes(url) !== true);
    if (lost !== undefined) return `${shown} fails: ${lost} is not asked any more`;
    // What starts early is asked for although what it waited for failed: patches say so.
    const worked = failing.size === 0 && !isError(was.result);
    if (worked && asked?.length !== now?.length) return "more is asked than before";
  }
  return undefined;
}

function isError(result: string): boolean {
  return /^\w*Error: /.test(result);
}

/**
 * None, each, and two of the patched function. Of two that run side by side, in different functions, the one that fails
 * first in time is told; which one that is was never promised.
 */
function failures(paths: readonly string[], own: readonly string[]): readonly Failing[] {
  const few = own.slice(0, MAX_PAIRED);
  const two = few.flatMap((first, index) => few.slice(index + 1).map((second) => new Set([first, second])));
  return [new Set(), ...paths.map((path) => new Set([path])), ...two];
}

function runWith(files: RandomProgram["files"], failing: Failing): Promise<Ran> {
  return runProgram(files, ({ url }) => answerTo(url, failing.has(pathOf(url)) ? "failed" : "usual"));
}

function pathOf(url: string): string {
  return url.slice(0, url.indexOf("?"));
}
