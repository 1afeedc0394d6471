import type { Frame } from "@weir/core";
import type { SourceProject } from "../project/source-project.ts";
import { type StackPlace, stackPlace } from "./stack-place.ts";

/** Where two stacks part: two calls of one function, or one call of a loop. */
export interface CommonCall {
  readonly from: StackPlace;
  readonly to: StackPlace;
  /** The innermost calls of both stacks. */
  readonly fromSite: StackPlace;
  readonly toSite: StackPlace;
}

export type Parting =
  | { readonly kind: "shared"; readonly common: CommonCall }
  | { readonly kind: "distinct"; readonly from: readonly StackPlace[]; readonly to: readonly StackPlace[] }
  | { readonly kind: "unreadable"; readonly reason: string };

/**
 * The innermost function in whose one activation both calls were made. Outer frames have to stand at the same call:
 * a helper called twice is two activations, and its caller is the function that is meant.
 */
export function partingOf(project: SourceProject, from: readonly Frame[], to: readonly Frame[]): Parting {
  const a = places(project, from);
  const b = places(project, to);
  if (typeof a === "string") return { kind: "unreadable", reason: a };
  if (typeof b === "string") return { kind: "unreadable", reason: b };
  const [fromSite] = a;
  const [toSite] = b;
  if (fromSite === undefined || toSite === undefined) return { kind: "unreadable", reason: "source.no-frame" };
  for (let i = 0; i < a.length; i += 1) {
    for (let j = 0; j < b.length; j += 1) {
      const [x, y] = [a[i], b[j]];
      if (x === undefined || y === undefined || x.scope !== y.scope) continue;
      if (!sameCallers(a.slice(i + 1), b.slice(j + 1))) continue;
      if (x.call === y.call && !isWholeStack(a, b, i, j)) continue;
      return { kind: "shared", common: { from: x, to: y, fromSite, toSite } };
    }
  }
  return { kind: "distinct", from: a, to: b };
}

/** A stack's frames in the source, innermost first; a reason when not even the innermost is found. */
export function places(project: SourceProject, frames: readonly Frame[]): readonly StackPlace[] | string {
  const found: StackPlace[] = [];
  for (const frame of frames) {
    const place = stackPlace(project, frame);
    // A frame that cannot be read hides what its callers share.
    if (typeof place === "string") return found.length === 0 ? place : found;
    found.push(place);
  }
  return found;
}

function sameCallers(a: readonly StackPlace[], b: readonly StackPlace[]): boolean {
  return a.every((place, index) => {
    const other = b[index];
    return other === undefined || (other.scope === place.scope && other.call === place.call);
  });
}

/** The same stack twice is a loop; the innermost frame whose call stands in one is meant. */
function isWholeStack(a: readonly StackPlace[], b: readonly StackPlace[], i: number, j: number): boolean {
  if (i !== j || a.length !== b.length || !sameCallers(a, b)) return false;
  const place = a[i];
  return place !== undefined && isRepeated(place);
}

/** Does the call stand in a loop, or in a function that is called for each element? */
export function isRepeated({ file, scope, call }: StackPlace): boolean {
  for (let node = file.parent(call); node !== undefined && node !== scope; node = file.parent(node)) {
    if (/^(?:For|While|DoWhile)/.test(node.type)) return true;
  }
  return false;
}
