import type { Edge } from "@weir/core";
import { lookOf } from "../evidence/verdict-look.ts";
import type { Look } from "../evidence/verdict-look.ts";
import type { CallRelations, Relation } from "./relations.ts";

/** One piece of the "waits on" column: an earlier call and what it means to this one. */
export interface Wait {
  /** Index of the earlier call. */
  readonly from: number;
  readonly look: Look;
  /** Field or cookie this call takes from it, where the evidence names one. */
  readonly field: string | undefined;
}

/** The call directly before, and of the others the one that is needed most, when it is. At most two. */
export function waitsOf(relations: CallRelations): readonly Wait[] {
  const [before] = relations.incoming;
  if (before === undefined) return [];
  const needed = relations.incoming.find((one) => one !== before && needs(one) && !sameNeed(one, before));
  return needed === undefined ? [waitOf(before)] : [waitOf(before), waitOf(needed)];
}

/** The field path a verdict rests on, when a channel names one. */
export function fieldOf(edge: Edge): string | undefined {
  for (const channel of [edge.channels.data, edge.channels.source, edge.channels.control]) {
    if (channel.state !== "present") continue;
    const name = channel.detail?.["field"] ?? channel.detail?.["path"] ?? channel.detail?.["name"];
    if (name !== undefined) return String(name);
  }
  return undefined;
}

function needs(relation: Relation): boolean {
  const look = lookOf(relation.edge.verdict);
  return look !== "independent" && look !== "unknown";
}

/** A stronger need of the call before says more than the same need of one further back. */
function sameNeed(further: Relation, before: Relation): boolean {
  return further.edge.verdict === before.edge.verdict;
}

function waitOf(relation: Relation): Wait {
  return { from: relation.edge.from, look: lookOf(relation.edge.verdict), field: fieldOf(relation.edge) };
}
