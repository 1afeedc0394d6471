import type { SourceFact } from "@weir/core";
import { relatePair } from "../../relate-pair.ts";
import { projectOf } from "../fixture.ts";
import { answerTo, CONTENT_TWISTS, hashOf, REFUSED, type Twist } from "./answer.ts";
import type { SourceProject } from "../../../project/source-project.ts";
import { hoisted } from "./hoisted.ts";
import { ENTRY, type RandomProgram } from "./program.ts";
import { type MadeCall, type Ran, runProgram } from "./run-program.ts";

/** A claim that running the program with another answer refutes. */
export interface Refuted {
  readonly seed: number;
  readonly from: MadeCall;
  readonly to: MadeCall;
  readonly fact: SourceFact;
  readonly why: string;
}

export interface CrossChecked {
  readonly refuted: readonly Refuted[];
  /** Pairs of calls of which the second was made after the first had been answered. */
  readonly pairs: number;
  readonly claimed: number;
  /** Pairs that no answer tells apart. */
  readonly needless: number;
  readonly missed: readonly SourceFact[];
}

/** How calls are answered, by where they are made. */
type World = (site: string, url: string) => Twist;

/** Worlds a program is looked at in: as usual, and with some calls failing or answering otherwise from the start. */
const WORLDS: readonly World[] = [
  () => "usual",
  (site) => (["failed", "flipped", "usual", "usual"] as const)[hashOf(site) % 4] ?? "usual",
  (site) => (["flipped", "fuller", "usual", "failed", "usual", "empty"] as const)[hashOf(site) % 6] ?? "usual",
  (site) => (["refused", "usual", "empty", "usual", "missing", "usual"] as const)[hashOf(site) % 6] ?? "usual",
];

/** Runs a program with every answer swapped in turn, and asks the source what it says of every pair of calls. */
export async function crossCheck(program: RandomProgram): Promise<CrossChecked> {
  const project = projectOf(program.files);
  const facts = new Map<string, SourceFact>();
  const factOf = (from: MadeCall, to: MadeCall): SourceFact => {
    const key = `${from.site} > ${to.site}`;
    const fact = facts.get(key) ?? relatePair(project, { from: from.frames, to: to.frames });
    facts.set(key, fact);
    return fact;
  };
  const refuted: Refuted[] = [];
  const claims = new Map<string, Claim>();
  let [pairs, claimed, needless] = [0, 0, 0];
  const missed: SourceFact[] = [];
  for (const world of WORLDS) {
    const usual = await runIn(program, world, undefined);
    for (const [index, from] of usual.calls.entries()) {
      const behind = usual.calls.filter(({ madeAfter }) => madeAfter > from.answered);
      if (behind.length === 0) continue;
      const swapped = await swappedRuns(program, world, { index, now: world(from.site, from.url) });
      for (const to of behind) {
        pairs += 1;
        const fact = factOf(from, to);
        const why = swapped
          .map((ran) => refutes(usual, ran, { from, site: to.site, fact }))
          .find((text) => text !== undefined);
        if (why === undefined) needless += 1;
        if (fact.relation !== "independent") {
          if (why === undefined) missed.push(fact);
          continue;
        }
        claimed += 1;
        if (why !== undefined) refuted.push({ seed: program.seed, from, to, fact, why });
        else claims.set(`${from.site} > ${to.site}`, { from, to, fact });
      }
    }
  }
  for (const claim of claims.values()) {
    const why = await refutedByMoving(program, project, claim);
    if (why !== undefined) refuted.push({ seed: program.seed, ...claim, why });
  }
  return { refuted, pairs, claimed, needless, missed };
}

type Claim = Pick<Refuted, "from" | "to" | "fact">;

/** Worlds in which every call is answered. */
const WORKING: readonly World[] = [() => "usual", (site) => CONTENT_TWISTS[hashOf(site) % 4] ?? "usual"];
/** A promise that nobody awaits yet may end sooner or later than anything. */
const RACES = /^\s*const p\d+ = /m;

/** Does the program do something else once B's call stands in front of A's? */
async function refutedByMoving(
  program: RandomProgram,
  project: SourceProject,
  claim: Claim,
): Promise<string | undefined> {
  const files = RACES.test(program.files.get(ENTRY) ?? "") ? undefined : hoisted(program, project, claim);
  if (files === undefined) return undefined;
  for (const world of WORKING) {
    // Sites move with the text: what is asked tells a call.
    const byUrl: World = (_site, url) => world(url.slice(0, url.indexOf("?")), url);
    const was = await runIn(program, byUrl, undefined);
    const is = await runIn({ ...program, files }, byUrl, undefined);
    if (was.result !== is.result) return `moved: ${was.result} became ${is.result}`;
    const [asked, now] = [was, is].map(({ calls }) => calls.map(({ url }) => url).toSorted());
    if (asked?.join(" ") === now?.join(" ")) continue;
    // A's function may leave before it asks: B then runs besides, as it does when A fails.
    const besides = was.result.startsWith("Error") && asked?.every((url) => now?.includes(url) === true) === true;
    if (!besides) return `moved: ${asked?.join(" ")} became ${now?.join(" ")}`;
  }
  return undefined;
}

async function swappedRuns(
  program: RandomProgram,
  world: World,
  { index, now }: { readonly index: number; readonly now: Twist },
): Promise<Ran[]> {
  const twists = [...CONTENT_TWISTS, "usual", "failed", "missing", "refused"] as const;
  const runs: Ran[] = [];
  for (const twist of twists) if (twist !== now) runs.push(await runIn(program, world, { index, twist }));
  return runs;
}

/**
 * Did another answer change what is asked at a site, or whether it is? That all ends when a call fails is no need: not
 * when A fails, and not when a call fails that only this answer of A leads to. A claim has to say that it does.
 */
function refutes(
  usual: Ran,
  ran: Ran,
  { from, site, fact }: { readonly from: MadeCall; readonly site: string; readonly fact: SourceFact },
): string | undefined {
  if ([...usual.calls, ...ran.calls].some((made) => mayBe(made.site, site))) return undefined;
  const [was, is] = [usual, ran].map(({ calls }) =>
    calls
      .filter((made) => made.site === site)
      .map(({ url }) => url)
      .toSorted(),
  );
  if (was === undefined || is === undefined || was.join(" ") === is.join(" ")) return undefined;
  const before = failures(usual);
  const newly = ran.calls.filter((made) => made.failed && !before.includes(failureOf(made)));
  const failed = newly.length > 0;
  // Nobody has to say that waiting for what fails by itself fails.
  const byItself = from.status === REFUSED || newly.some(({ status }) => status === REFUSED);
  const ends = fact.relation !== "independent" || fact.failFast === true || byItself;
  if (ends && failed && is.every((url) => was.includes(url))) return undefined;
  // The other way round: what A's failing had ended goes on where A is answered.
  return ends && from.failed && was.every((url) => is.includes(url))
    ? undefined
    : `${was.join(" ")} became ${is.join(" ")}`;
}

/** Once nobody waits for a call any more, its callers are not on the stack, and it cannot be told whose it is. */
function mayBe(a: string, b: string): boolean {
  return a !== b && (a.startsWith(b) || b.startsWith(a));
}

function failures({ calls }: Ran): readonly string[] {
  return calls.filter(({ failed }) => failed).map(failureOf);
}

function failureOf({ site, url, status }: MadeCall): string {
  return `${site} ${url} ${status}`;
}

function runIn(
  program: RandomProgram,
  world: World,
  other: { readonly index: number; readonly twist: Twist } | undefined,
): Promise<Ran> {
  return runProgram(program.files, ({ index, url, site }) =>
    answerTo(url, index === other?.index ? other.twist : world(site, url)),
  );
}
