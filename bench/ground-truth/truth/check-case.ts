import type { ArrivedCall } from "../upstream/arrived-call.ts";
import { parseCallName } from "./call-name.ts";
import { CASE_CLASSES, type Case, type Visit } from "./case.ts";
import { comparableBody } from "./comparable-body.ts";
import { type CheckedPair, Intervener, type PairOutcome } from "./intervene.ts";
import { labelOf } from "./label-of.ts";
import { serialPairs } from "./serial-pairs.ts";
import { type VisitRun, type VisitRunner, nameOf } from "./visit-runner.ts";

export interface CaseCheck {
  readonly id: string;
  /** What has to be mended in the fixture or its labels. */
  readonly wrong: string[];
  /** What a reviewer may want to look at. */
  readonly notes: readonly string[];
  readonly calls: readonly string[];
  readonly outcomes: readonly PairOutcome[];
  readonly tookMs: number;
  readonly twinMs: number | undefined;
}

export interface CheckOptions {
  readonly interventions: boolean;
  readonly visit: Visit;
}

/** Runs one case and its twin against a running app, one request at a time, and holds the labels against what happened. */
export async function checkCase(
  one: Case,
  runner: VisitRunner,
  { interventions, visit }: CheckOptions,
): Promise<CaseCheck> {
  const wrong = [...wrongShape(one)];
  const notes: string[] = [];
  // The first request of a route loads its code.
  await runner.run(one.request(visit), "fast");
  if (one.twin !== undefined) await runner.run(one.twin(visit), "fast");
  const base = await runner.run(one.request(visit), "plain");
  wrong.push(...wrongStatus(one, base, "the case"));
  if (base.calls.length === 0) wrong.push("no call arrived at the upstream");
  const twin = one.twin === undefined ? undefined : await runner.run(one.twin(visit), "plain");
  if (twin !== undefined) wrong.push(...wrongTwin(one, base, twin));
  if (twin !== undefined && twin.answer.tookMs > base.answer.tookMs)
    notes.push("the twin was slower: a busy machine, or no twin at all");

  const pairs = serialPairs(base.calls);
  const labelled = pairs.flatMap(([before, after]): CheckedPair[] => {
    const label = labelOf(one.waits, base.calls, [before, after]);
    return label === undefined ? [] : [{ before, after, label }];
  });
  for (const [before, after] of pairs) {
    if (labelled.some((pair) => pair.before === before && pair.after === after)) continue;
    wrong.push(`no label for ${nameOf(before, base.calls)} -> ${nameOf(after, base.calls)}`);
  }
  for (const wait of one.waits)
    if (!labelled.some(({ label }) => label === wait))
      notes.push(`not seen in this visit: ${wait.before} -> ${wait.after} (${wait.truth})`);
  if (one.needless.length > 0 && !labelled.some(({ label }) => label.truth === "needless"))
    wrong.push("needless is named, yet no pair is labelled so");

  const outcomes = interventions
    ? await new Intervener(runner, one, one.request(visit), base, await runner.run(one.request(visit), "fast")).check(
        labelled,
      )
    : [];
  for (const { state, says, label, before, after } of outcomes) {
    const line = `${label.truth}: ${nameOf(before, base.calls)} -> ${nameOf(after, base.calls)}: ${says}`;
    if (state === "refuted") wrong.push(`refuted ${line}`);
    else if (state === "open" && (label.truth === "data" || label.truth === "guard")) notes.push(`open ${line}`);
  }
  return {
    id: one.id,
    wrong,
    notes,
    calls: base.calls.map(line),
    outcomes,
    tookMs: base.answer.tookMs,
    twinMs: twin?.answer.tookMs,
  };
}

function wrongShape(one: Case): readonly string[] {
  const names = [
    ...one.waits.flatMap(({ before, after }) => [before, after]),
    ...one.needless.flatMap(({ startTogether }) => startTogether),
    ...(one.interventions ?? []).map(({ call }) => call),
  ];
  const wrong: string[] = [];
  for (const name of names) {
    try {
      parseCallName(name);
    } catch (error) {
      wrong.push((error as Error).message);
    }
  }
  for (const name of one.classes) if (!CASE_CLASSES.includes(name)) wrong.push(`unknown class ${name}`);
  if (one.waits.some(({ truth }) => truth === "needless") && one.needless.length === 0)
    wrong.push("a pair is labelled needless, yet no fix is named");
  return wrong;
}

function wrongStatus(one: Case, { answer }: VisitRun, what: string): readonly string[] {
  if ((one.statuses ?? [200]).includes(answer.status)) return [];
  return [`${what} was answered with ${answer.status}: ${answer.body.slice(0, 300)}`];
}

function wrongTwin(one: Case, base: VisitRun, twin: VisitRun): readonly string[] {
  const wrong = [...wrongStatus(one, twin, "the twin")];
  const [ours, theirs] = [base, twin].map(({ answer }) => comparableBody(answer.contentType, answer.body));
  if (ours !== theirs)
    wrong.push(
      `the twin's body differs:\n      case ${firstDifference(ours!, theirs!)}\n      twin ${firstDifference(theirs!, ours!)}`,
    );
  return wrong;
}

function firstDifference(text: string, other: string): string {
  let at = 0;
  while (at < text.length && text[at] === other[at]) at++;
  return JSON.stringify(text.slice(Math.max(0, at - 40), at + 160));
}

function line(call: ArrivedCall, _at: number, calls: readonly ArrivedCall[]): string {
  const from = calls[0]!.startMs;
  const query = call.query === "" ? "" : `?${call.query}`;
  return `${(call.startMs - from).toFixed(0).padStart(5)}–${((call.endMs ?? Number.NaN) - from).toFixed(0).padEnd(5)} ${call.method} ${call.path}${query} ${call.body.slice(0, 80)} -> ${call.answer?.status ?? 200}`;
}
