import { isRemoteFile } from "../frameworks/route-code.ts";
import type { SourceFact } from "@weir/core";
import { isParsed, type SourceProject } from "../project/source-project.ts";
import { nameOf } from "../syntax/function-name.ts";
import { isFunction } from "../syntax/node.ts";
import type { ParsedFile } from "../syntax/parsed-file.ts";
import { scriptOf } from "../syntax/svelte-script.ts";
import { openOrBehindHooks, runHooksBefore } from "./behind-hooks.ts";
import { placeOf, unknown } from "./outcome.ts";
import type { StackPlace } from "./stack-place.ts";
import { watchedRun } from "./watched-run.ts";

/** Components that are run for one pair. */
const MAX_COMPONENTS = 6;

/** Two remote functions of SvelteKit: what the script of the components that ask for both makes of the first answer. */
export function relateRemotes(
  project: SourceProject,
  from: readonly StackPlace[],
  to: readonly StackPlace[],
): SourceFact | undefined {
  const [fromSite, toSite] = [from[0], to[0]];
  // Behind it may stand the component that awaits it; what there is made of the answer, its script tells.
  const [first, later] = [from, to].map((stack) => stack.findLast((place) => remoteName(place) !== undefined));
  if (fromSite === undefined || toSite === undefined || first === undefined || later === undefined) return undefined;
  const [asked, next] = [remoteName(first), remoteName(later)];
  if (asked === undefined || next === undefined || first.scope === later.scope) return undefined;
  const question = { from: first, fromSite, to: later, toSite, memoizes: false };
  const facts = componentsOf(project, [first, later], [asked, next]).map((component): SourceFact => {
    const own = { activation: "distinct", place: placeOf(first), kind: "serial" } as const;
    if ([asked, next].some((name) => isInMarkup(component, name)))
      return { ...unknown("source.different-functions"), ...own };
    const outcome = openOrBehindHooks((hooks) =>
      watchedRun(project, question, ({ machine }) => {
        if (hooks) runHooksBefore(machine, project, first.file.path);
        machine.modules.runAgain(machine, component);
        return undefined;
      }),
    );
    return { ...outcome, ...own };
  });
  // Which component it was cannot be told: only what holds in each that waits is said.
  const waiting = facts.filter(({ relation }) => relation !== "parallel");
  return waiting.find(({ relation }) => relation !== "independent") ?? waiting[0] ?? facts[0];
}

/** What the markup asks for is not looked at. */
function isInMarkup({ text }: ParsedFile, name: string): boolean {
  const word = new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`, "g");
  return (text.match(word)?.length ?? 0) > (scriptOf(text).match(word)?.length ?? 0);
}

function remoteName({ file, scope }: StackPlace): string | undefined {
  return isRemoteFile(file.path) && isFunction(scope) ? nameOf(file, scope) : undefined;
}

/** Components that ask for both; none where something else asks for one of them, since that may be what was seen. */
function componentsOf(project: SourceProject, remotes: readonly StackPlace[], names: readonly string[]): ParsedFile[] {
  const importers = names.map((name) => project.importing(name));
  const paths = [...new Set(importers.flat())];
  if (paths.length > MAX_COMPONENTS || !paths.every((path) => path.endsWith(".svelte"))) return [];
  if (!paths.every((path) => importers.every((others) => others.includes(path)))) return [];
  if (remotes.some((remote) => isImportedWhole(project, remote.file))) return [];
  const files = paths.map((path) => project.file(path));
  return files.every(isParsed) ? files : [];
}

/** `import * as planner from "./planner.remote"`: then it is not told by its name who asks. */
function isImportedWhole(project: SourceProject, remote: ParsedFile): boolean {
  return project.importing("as").some((path) => {
    const file = project.file(path);
    if (!isParsed(file)) return true;
    return file.program.body.some((statement) => {
      if (statement.type !== "ImportDeclaration") return false;
      if (!statement.specifiers.some(({ type }) => type === "ImportNamespaceSpecifier")) return false;
      const target = project.resolve(file, statement.source.value);
      return target.kind === "file" && target.file.path === remote.path;
    });
  });
}
