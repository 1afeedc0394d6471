import { setTimeout as delay } from "node:timers/promises";
import { type ArrivedCall, sentText } from "../upstream/arrived-call.ts";
import type { Case, VisitRequest } from "../truth/case.ts";
import { comparableBody } from "../truth/comparable-body.ts";
import { nameOf, type VisitRun } from "../truth/visit-runner.ts";
import { type FailingSet, failingSets } from "./failing-sets.ts";
import type { Lane } from "./lane.ts";

export interface Lanes {
  readonly before: Lane;
  /** The untouched app once more: what differs between these two differs by itself. */
  readonly again: Lane;
  readonly after: Lane;
}

export interface ComparedCase {
  readonly id: string;
  readonly route: string;
  /** Ways in which calls failed, the undisturbed visits among them. */
  readonly sets: number;
  /** Of these, in how many the untouched app did not do twice the same: they say nothing. */
  readonly unsteady: number;
  /** What the patched app does otherwise, empty where nothing. */
  readonly differences: readonly Difference[];
}

export interface Difference {
  readonly set: string;
  readonly what: "answer" | "calls" | "writes" | "unhandled" | "died";
  readonly before: string;
  readonly after: string;
}

/** What one visit came to. */
interface Seen {
  readonly answer: string;
  /** Everything that was asked for, in no order: calls that start together arrive as they like. */
  readonly calls: string;
  /** What may have changed something, in order. */
  readonly writes: string;
}

/** Two visitors while nothing fails; the second one while calls do. */
const VISITS = [
  { user: 7, n: 2 },
  { user: 3, n: 1 },
] as const;
const SHOWN = 400;
const PRINTED_MS = 150;

/** Visits an app before and after its patches at the same time, with calls failing in turn. */
export async function compareCase(one: Case, lanes: Lanes): Promise<ComparedCase> {
  const [other, visit] = VISITS;
  const request = one.request(visit);
  const { calls } = await lanes.before.visit(request, "fast");
  const tried = [
    { request: one.request(other), set: { name: "nothing, another user", replacements: {} } },
    ...failingSets(calls.map((call) => nameOf(call, calls))).map((set) => ({ request, set })),
  ];
  const differences: Difference[] = [];
  let unsteady = 0;
  for (const { request: asked, set } of tried) {
    const found = await compareVisit(asked, set, lanes);
    if (found === "unsteady") unsteady += 1;
    else differences.push(...found);
  }
  differences.push(...(await processDifferences(lanes)));
  return { id: one.id, route: one.route, sets: tried.length, unsteady, differences };
}

async function compareVisit(
  request: VisitRequest,
  set: FailingSet,
  { before, again, after }: Lanes,
): Promise<readonly Difference[] | "unsteady"> {
  const runs = await Promise.all([before, again, after].map((lane) => lane.visit(request, "fast", set.replacements)));
  const [was, twice, is] = runs.map(seenIn);
  if (was === undefined || twice === undefined || is === undefined) throw new Error("a lane did not answer");
  if (was.answer !== twice.answer || was.calls !== twice.calls || was.writes !== twice.writes) return "unsteady";
  const differ = (what: "answer" | "calls" | "writes"): readonly Difference[] =>
    was[what] === is[what] ? [] : [{ set: set.name, what, before: cut(was[what]), after: cut(is[what]) }];
  // Where something fails, a call that starts early is made although the one before it failed: the patch says so.
  const undisturbed = Object.keys(set.replacements).length === 0;
  return [...differ("answer"), ...differ("writes"), ...(undisturbed ? differ("calls") : [])];
}

function seenIn({ answer, calls }: VisitRun): Seen {
  const { status, location, contentType, body } = answer;
  const texts = calls.map(sentText);
  const writes = calls.filter(isWrite).map(sentText);
  return {
    answer: `${status} ${location ?? ""} ${comparableBody(contentType, body)}`,
    calls: texts.toSorted().join("\n"),
    writes: writes.join("\n"),
  };
}

/** By its method; a query of GraphQL reads whatever the method. */
function isWrite({ method, body }: ArrivedCall): boolean {
  if (/^(?:GET|HEAD|OPTIONS)$/.test(method)) return false;
  return !/^\s*\{.*"query"\s*:\s*"(?:\\n|\s)*(?:query\b|\{)/s.test(body);
}

async function processDifferences({ before, again, after }: Lanes): Promise<readonly Difference[]> {
  // What the processes printed is written by and by.
  await delay(PRINTED_MS);
  const [was, , is] = [await before.unhandled(), await again.unhandled(), await after.unhandled()];
  const [ended, , ends] = [await before.died(), await again.died(), await after.died()];
  return [
    ...(is > was ? [{ set: "all", what: "unhandled" as const, before: `${was}`, after: `${is}` }] : []),
    ...(ends && !ended ? [{ set: "all", what: "died" as const, before: "runs on", after: "ended" }] : []),
  ];
}

function cut(text: string): string {
  return text.slice(0, SHOWN);
}
