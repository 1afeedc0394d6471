import { join } from "node:path";
import { ProcessGroup } from "../../../tools/start/process-group.ts";
import { APPS_FOLDER, buildSpec } from "../drive/fixture-process.ts";
import type { Case, FixtureApp } from "../truth/case.ts";
import { type ComparedCase, compareCase, type Lanes } from "./compare-case.ts";
import { culprits } from "./culprits.ts";
import { Lane } from "./lane.ts";
import { type MeasuredGain, measuredGain } from "./measured-gain.ts";
import { patchedCopy, refusal } from "./patched-copy.ts";
import type { PatchOutcome } from "./patches-result.ts";

export interface JudgeOptions {
  readonly app: FixtureApp;
  readonly cases: readonly Case[];
  /** The first of three ports that follow each other. */
  readonly port: number;
  readonly logs: string;
  readonly say: (line: string) => void;
}

export interface JudgedPatches {
  /** By patch. */
  readonly outcomes: ReadonlyMap<string, { readonly outcome: PatchOutcome; readonly says?: string }>;
  readonly cases: readonly ComparedCase[];
  readonly gains: readonly MeasuredGain[];
}

/**
 * Applies, builds and runs patches of one app, all that fit together at a time, beside the untouched app. Where the whole
 * does not build, or does something else, halves are tried by themselves until the patches that are to blame are left.
 *
 * @param routesOf routes whose finding a patch is for, by patch
 */
export async function judgePatches(
  routesOf: ReadonlyMap<string, readonly string[]>,
  options: JudgeOptions,
): Promise<JudgedPatches> {
  const judge = new Judge(routesOf, options);
  const outcomes = new Map<string, { outcome: PatchOutcome; says?: string }>();
  const cases: ComparedCase[] = [];
  const gains: MeasuredGain[] = [];
  let rest: readonly string[] = [...routesOf.keys()].filter((patch) => {
    const says = refusal(options.app, patch);
    if (says !== undefined) outcomes.set(patch, { outcome: "not applied", says });
    return says === undefined;
  });
  while (rest.length > 0) {
    const { folder, applied, left } = patchedCopy(options.app, rest);
    options.say(`${options.app}: ${applied.length} patches together, ${left.length} later`);
    const broken = await judge.unbuilt(folder, applied);
    for (const { patch, says } of broken) outcomes.set(patch, { outcome: "not built", says });
    if (broken.length > 0) {
      rest = rest.filter((patch) => !outcomes.has(patch));
      continue;
    }
    const wave = await judge.wave(folder, applied);
    for (const patch of applied) {
      const says = wave.changed.get(patch);
      outcomes.set(patch, says === undefined ? { outcome: "equal" } : { outcome: "changed", says });
    }
    cases.push(...wave.cases);
    gains.push(...wave.gains);
    rest = left;
  }
  return { outcomes, cases, gains };
}

class Judge {
  readonly #routesOf: ReadonlyMap<string, readonly string[]>;
  readonly #options: JudgeOptions;

  constructor(routesOf: ReadonlyMap<string, readonly string[]>, options: JudgeOptions) {
    this.#routesOf = routesOf;
    this.#options = options;
  }

  /** Builds the copy; the patches the build fails by, if it does. */
  async unbuilt(
    folder: string,
    applied: readonly string[],
  ): Promise<readonly { readonly patch: string; readonly says: string }[]> {
    const says = await this.#build(folder);
    if (says === undefined) return [];
    this.#options.say(`${this.#options.app}: does not build, looking for the patch`);
    const blamed = await culprits(applied, async (some) => {
      return (await this.#build(patchedCopy(this.#options.app, some).folder)) !== undefined;
    });
    return blamed.map((patch) => ({ patch, says }));
  }

  /** Every case before and after, then the times of those the patches are for. */
  async wave(
    folder: string,
    applied: readonly string[],
  ): Promise<{
    readonly cases: readonly ComparedCase[];
    readonly gains: readonly MeasuredGain[];
    readonly changed: ReadonlyMap<string, string>;
  }> {
    const { app, cases, say } = this.#options;
    const lanes = await this.#lanes(folder);
    const compared: ComparedCase[] = [];
    const gains: MeasuredGain[] = [];
    const routes = new Set(applied.flatMap((patch) => this.#routesOf.get(patch) ?? []));
    try {
      for (const one of cases) {
        compared.push(await comparedTwice(one, lanes));
        if (compared.length % 10 === 0) say(`${app}: ${compared.length} of ${cases.length} cases compared`);
      }
      for (const one of cases)
        if (routes.has(one.route)) gains.push(await measuredGain(one, lanes.before, lanes.after));
    } finally {
      await stopAll(lanes);
    }
    const wrong = compared.filter(({ differences }) => differences.length > 0);
    return { cases: compared, gains, changed: await this.#blamed(applied, wrong) };
  }

  /** The patches that changed what the app does, with what they changed. */
  async #blamed(applied: readonly string[], wrong: readonly ComparedCase[]): Promise<ReadonlyMap<string, string>> {
    const changed = new Map<string, string>();
    for (const one of wrong) {
      const own = applied.filter((patch) => this.#routesOf.get(patch)?.includes(one.route) === true);
      const suspects = own.length > 0 ? own : applied;
      this.#options.say(`${this.#options.app}: ${one.id} changed, looking among ${suspects.length} patches`);
      const blamed = await culprits(suspects, (some) => this.#changes(one.id, some));
      for (const patch of blamed) changed.set(patch, `${one.id}: ${shown(one.differences)}`);
    }
    return changed;
  }

  async #changes(id: string, some: readonly string[]): Promise<boolean> {
    const { folder } = patchedCopy(this.#options.app, some);
    if ((await this.#build(folder)) !== undefined) return true;
    const lanes = await this.#lanes(folder);
    try {
      const one = this.#options.cases.find((candidate) => candidate.id === id);
      return one !== undefined && (await compareCase(one, lanes)).differences.length > 0;
    } finally {
      await stopAll(lanes);
    }
  }

  /** What a build that failed said last. */
  async #build(folder: string): Promise<string | undefined> {
    const spec = buildSpec(this.#options.app, this.#options.logs);
    if (spec === undefined) return undefined;
    const group = new ProcessGroup({ ...spec, cwd: folder });
    const { code } = await group.exited;
    return code === 0 ? undefined : group.lastLines.join("\n");
  }

  async #lanes(folder: string): Promise<Lanes> {
    const { app, port, logs } = this.#options;
    const untouched = join(APPS_FOLDER, app);
    const started: Lane[] = [];
    const start = async (name: string, from: string): Promise<Lane> => {
      const lane = await Lane.start({ app, folder: from, port: port + started.length, logs: join(logs, name) });
      started.push(lane);
      return lane;
    };
    try {
      return {
        before: await start("before", untouched),
        again: await start("again", untouched),
        after: await start("after", folder),
      };
    } catch (error) {
      await Promise.all(started.map((lane) => lane.stop()));
      throw error;
    }
  }
}

/** What differs only once differs by itself; a patch changes what an app does every time. */
async function comparedTwice(one: Case, lanes: Lanes): Promise<ComparedCase> {
  const first = await compareCase(one, lanes);
  if (first.differences.length === 0) return first;
  const second = await compareCase(one, lanes);
  const lasting = second.differences.filter(({ set, what }) =>
    first.differences.some((other) => other.set === set && other.what === what),
  );
  const gone = first.differences.length - lasting.length;
  return { ...second, differences: lasting, unsteady: second.unsteady + gone };
}

async function stopAll({ before, again, after }: Lanes): Promise<void> {
  await Promise.all([before.stop(), again.stop(), after.stop()]);
}

/** Of several differences the first stands for all; each of them is in the raw result. */
function shown([first, ...more]: ComparedCase["differences"]): string {
  if (first === undefined) return "";
  const { set, what, before, after } = first;
  return `${what} when ${set} fails: ${before} became ${after}${more.length > 0 ? `, and ${more.length} more` : ""}`;
}
