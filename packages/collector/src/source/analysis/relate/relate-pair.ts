import type { SourceFact } from "@weir/core";
import type { Node } from "oxc-parser";
import type { FramePair } from "../../port.ts";
import type { ObservedCallee } from "../machine/watch.ts";
import type { SourceProject } from "../project/source-project.ts";
import { isFunction } from "../syntax/node.ts";
import { partingOf } from "./common-call.ts";
import { lostMethod } from "./lost-methods.ts";
import { unknown } from "./outcome.ts";
import { relateAcross } from "./relate-across.ts";
import { relateCalls } from "./relate-calls.ts";
import { relateComponents } from "./relate-components.ts";
import { sharedClients } from "./shared-clients.ts";
import type { StackPlace } from "./stack-place.ts";

/** What the source says about two stacks. Never throws: what cannot be followed is `unknown` and says why. */
export function relatePair(project: SourceProject, pair: FramePair): SourceFact {
  project.takeMissing();
  return whileIncomplete(project, related(project, pair));
}

/** As long as a file is missing that the answer went by, the answer is about what there is, and another may follow. */
function whileIncomplete(project: SourceProject, fact: SourceFact): SourceFact {
  const [missing] = project.takeMissing();
  if (missing === undefined || fact.relation !== "unknown") return fact;
  const { detail: _, ...rest } = fact;
  return { ...rest, reason: "source.missing", detail: { import: missing } };
}

function related(project: SourceProject, pair: FramePair): SourceFact {
  const joined = relateAcross(project, pair);
  if (joined !== undefined) return joined;
  const parting = partingOf(project, pair.from, pair.to);
  if (parting.kind === "unreadable") return { ...unknown(parting.reason), activation: "unknown", kind: "serial" };
  if (parting.kind === "distinct") {
    return (
      relateComponents(project, parting.from, parting.to) ?? {
        ...unknown("source.different-functions"),
        activation: "distinct",
        kind: "parent-child",
      }
    );
  }
  const { from, to } = parting;
  const stacks = { from, to, callees: calleesOf([from, to]), shared: sharedClients(from, to) };
  const own = [parting.common, ...parting.others].map((common) => relateCalls(project, common, stacks));
  const carried = parting.around
    .map((common) => relateCalls(project, common, stacks))
    .filter(({ fact }) => fact.relation !== "parallel");
  const possible = [...own, ...carried].filter(({ apart }) => !apart);
  const [alone] = own;
  // A function handed to a component is called where that is drawn.
  const isHandedOn = own.length === 1 && carried.length === 0 && alone?.fact.reason === "source.later-not-reached";
  if (isHandedOn && parting.from.at(-1)?.scope !== parting.to.at(-1)?.scope) {
    const drawn = relateComponents(project, parting.from, parting.to);
    if (drawn !== undefined && drawn.relation !== "unknown" && drawn.relation !== "parallel") return drawn;
  }
  return (possible.length > 0 ? possible : own).map(({ fact }) => fact).reduce(needier);
}

/** Strongest need first: where it cannot be told which of several ways was taken, the worst one counts. */
const NEEDIEST_FIRST = ["data", "guard", "ordered", "unknown", "parallel", "independent"] as const;

function needier(a: SourceFact, b: SourceFact): SourceFact {
  const [first, second] = [a, b].map(({ relation }) => NEEDIEST_FIRST.indexOf(relation));
  if (first === second) return b.activation === "shared" ? a : b;
  return (second ?? 0) < (first ?? 0) ? b : a;
}

/** Which function each frame's call led to: the frame before it stands in that. */
function calleesOf(stacks: readonly (readonly StackPlace[])[]): ReadonlyMap<Node, ObservedCallee> {
  const found = new Map<Node, ObservedCallee>();
  const unclear = new Set<Node>();
  const note = (call: Node, callee: ObservedCallee): void => {
    const known = found.get(call);
    if (known !== undefined && known.node !== callee.node) unclear.add(call);
    found.set(call, callee);
  };
  for (const stack of stacks) {
    for (const [index, { call }] of stack.entries()) {
      const inner = stack[index - 1];
      if (inner === undefined || !isFunction(inner.scope)) continue;
      const callee = { file: inner.file, node: inner.scope };
      const lost = lostMethod(call, callee);
      if (lost !== undefined) note(lost.call, callee);
      note(call, lost === undefined ? callee : { file: inner.file, node: lost.node });
    }
  }
  for (const call of unclear) found.delete(call);
  return found;
}
