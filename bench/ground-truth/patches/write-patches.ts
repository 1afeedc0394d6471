import { median } from "../judge/statistics.ts";
import type { AppPatches, JudgedFinding, PatchesResult } from "./patches-result.ts";

/** The report a person reads: how many patches there are and how far they came, what they gained, where there is none. */
export function writePatches(result: PatchesResult): string {
  return [
    "# Patches",
    "",
    `${result.at}, commit ${result.commit}${result.dirty ? " with changes" : ""}, Node ${result.node}, ${result.cpus}, load ${result.load.toFixed(1)}, ${result.seconds} s.`,
    "",
    "A place is a function with one kind of wait; findings of one place differ in the values of their paths only. *Equal* is",
    "a patch after which every case of the app answers the same, asks for the same and writes the same, undisturbed and with",
    "calls failing one by one (500, 404, cut) and in twos (500). Times are medians of five rounds, before and after in turn, and",
    "the fastest of them: the one that the machine disturbed least.",
    "",
    "| app | proven findings | with a patch | places | with a patch | applied | built | equal | sets of failures | left out as unsteady |",
    "|---|---|---|---|---|---|---|---|---|---|",
    ...result.apps.map(row),
    ...result.apps.flatMap(details),
    "",
  ].join("\n");
}

function row({ app, findings, cases }: AppPatches): string {
  const places = byPlace(findings);
  const offered = findings.filter(isOffered);
  const came = (...outcomes: readonly string[]): string =>
    `${byPlace(offered.filter(({ outcome = "not judged" }) => outcomes.includes(outcome))).length}`;
  const sets = cases.reduce((sum, one) => sum + one.sets, 0);
  const unsteady = cases.reduce((sum, one) => sum + one.unsteady, 0);
  const withPatch = places.filter((of) => of.some(isOffered));
  return `| ${[
    app,
    findings.length,
    share(offered.length, findings.length),
    places.length,
    share(withPatch.length, places.length),
    came("not built", "changed", "equal"),
    came("changed", "equal"),
    came("equal"),
    sets,
    unsteady,
  ].join(" | ")} |`;
}

function details({ app, findings, gains }: AppPatches): readonly string[] {
  const without = byPlace(findings).filter((of) => !of.some(isOffered));
  const wrong = findings.filter(({ outcome = "equal" }) => outcome !== "equal");
  return [
    "",
    `## ${app}`,
    "",
    ...wrong.map(({ kind, place, outcome, says }) => `- **${outcome}** ${kind} ${place}: ${says}`),
    ...(gains.length === 0
      ? []
      : [
          "| case | before ms | after ms | gain ms | fastest before | fastest after | gain |",
          "|---|---|---|---|---|---|---|",
        ]),
    ...gains.map(({ id, beforeMs, afterMs }) => {
      const [before, after] = [median(beforeMs), median(afterMs)];
      const [soonest, sooner] = [Math.min(...beforeMs), Math.min(...afterMs)];
      const figures = [before, after, before - after, soonest, sooner, soonest - sooner];
      return `| ${id} | ${figures.map((figure) => figure.toFixed(0)).join(" | ")} |`;
    }),
    "",
    ...(without.length === 0 ? [] : ["No patch:", ""]),
    ...without.map(([first]) => `- ${first?.kind} ${first?.place}: ${first?.withheld}`),
  ];
}

function byPlace(findings: readonly JudgedFinding[]): readonly (readonly JudgedFinding[])[] {
  return [...Map.groupBy(findings, ({ kind, place }) => `${kind} ${place}`).values()];
}

function isOffered({ patch }: JudgedFinding): boolean {
  return patch !== undefined;
}

function share(part: number, all: number): string {
  return all === 0 ? "–" : `${part} (${((part / all) * 100).toFixed(0)} %)`;
}
