import type { SourceProject } from "../analysis/project/source-project.ts";
import type { AdviceRequest } from "../port.ts";
import { awaitInBranch } from "./await-in-branch.ts";
import { boundedRounds } from "./bounded-rounds.ts";
import { loadEarly } from "./load-early.ts";
import { parallelHooks } from "./parallel-hooks.ts";
import { preloadChildren } from "./preload-children.ts";
import { startEarly } from "./start-early.ts";
import { unifiedDiff } from "./unified-diff.ts";
import { type Note, notesOf } from "./notes.ts";
import type { Rewrite, Withheld } from "./withheld.ts";

export type Patch = { readonly patch: string; readonly notes: readonly Note[] } | { readonly withheld: Withheld };

/** Nothing that could leave the project, or end the line it is named on. */
const SAFE_PATH = /^(?!\/|.*(?:^|\/)\.\.(?:\/|$))[^\p{Cc}"\\:]+$/u;

/** The change that lets the calls of a finding start together, if there is one that keeps results and errors. */
export function writePatch(project: SourceProject, request: AdviceRequest): Patch {
  const rewrite = rewriteOf(project, request);
  if (typeof rewrite === "string") return { withheld: rewrite };
  const changes = "path" in rewrite ? [rewrite] : rewrite;
  if (changes.some(({ path }) => !SAFE_PATH.test(path))) return { withheld: "advice.path-outside" };
  const patch = changes.map(({ path, before, after }) => unifiedDiff(path, before, after)).join("");
  return {
    patch,
    notes: notesOf(
      request,
      changes.some(({ partly }) => partly === true),
    ),
  };
}

function rewriteOf(project: SourceProject, request: AdviceRequest): Rewrite {
  switch (request.kind) {
    case "serial":
    case "barrier":
      return startEarly(project, request);
    case "loop":
      return boundedRounds(project, request);
    case "hook-sequence":
      return parallelHooks(project, request);
    case "parent-child":
      return parentChild(project, request);
    case "late-await":
      return awaitInBranch(project, request);
    default:
      return request.kind satisfies never;
  }
}

function parentChild(project: SourceProject, request: AdviceRequest): Rewrite {
  const load = loadEarly(project, request);
  return load === "advice.move-up" ? preloadChildren(project, request) : load;
}
