import type { SourceFact } from "@weir/core";
import type { FramePair } from "../../port.ts";
import type { SourceProject } from "../project/source-project.ts";
import { places } from "./common-call.ts";
import { relateHooks } from "./relate-hooks.ts";
import { relateLoads } from "./relate-loads.ts";
import { relateRemotes } from "./relate-remotes.ts";

/** Calls that SvelteKit joins, whether or not their stacks show it: `resolve` leads from one hook into the next. */
export function relateAcross(project: SourceProject, pair: FramePair): SourceFact | undefined {
  const [from, to] = [places(project, pair.from), places(project, pair.to)];
  if (typeof from === "string" || typeof to === "string") return undefined;
  return (
    relateHooks(project, from, to, pair.loads) ??
    relateLoads(project, from, to, pair.loads) ??
    relateRemotes(project, from, to)
  );
}
