import type { SourceFact } from "../evidence/source-fact.ts";
import type { OrderedPairs } from "../graph/ordered-pairs.ts";
import type { Call } from "../model/call.ts";
import type { Request } from "../model/request.ts";
import { routeKey } from "../normalize/route.ts";

/**
 * Everything of a request that its sighting depends on, as text: which calls in which order, how each ended, who made it,
 * who waited for whom, what the source says. Times are not in it beyond the order they make. Two requests with the same
 * look have the same sighting.
 *
 * `undefined` where that would not be true of so short a text, or where no other request looks like this one: values were
 * recorded, the request failed (then moments decide who gave up), or pairs were left out at the bound.
 */
export function lookOf(
  request: Request,
  { pairs, left }: OrderedPairs,
  facts: readonly (SourceFact | undefined)[],
  idOf: (object: object) => number,
): string | undefined {
  if (request.error || request.calls.some(({ values }) => values !== undefined)) return undefined;
  if (left.some((list) => list.length > 0)) return undefined;
  const owners = new Map<string, number>();
  let text = routeKey(request.method, request.route);
  for (const call of request.calls) text += `\n${callLook(call, owners, idOf)}`;
  text += "\n";
  for (const [index, { from, to, adjacent }] of pairs.entries()) {
    const fact = facts[index];
    text += `${from}${adjacent ? ">" : "~"}${to}${fact === undefined ? "" : `:${idOf(fact)}`} `;
  }
  return text;
}

/** Texts that could hold anything come last or quoted, so that no two looks can fall together. */
function callLook(call: Call, owners: Map<string, number>, idOf: (object: object) => number): string {
  const { kind, method, target, effect, outcome, owner, frames, within, background, lineage, saidToRead } = call;
  let place = owners.get(owner.spanId);
  if (place === undefined) {
    place = owners.size;
    owners.set(owner.spanId, place);
  }
  const status = "status" in outcome ? (outcome.status ?? "") : "";
  const stack = frames.length === 0 ? "" : idOf(frames);
  const waits = lineage === undefined ? "" : `${lineage.headers.join()};${lineage.bodies.join()}`;
  const said = saidToRead === true ? "!" : "";
  const flags = `${kind} ${effect}${said} ${outcome.class} ${status} ${background ? "b" : ""} ${within ?? ""} ${stack} ${waits}`;
  return `${flags} ${owner.kind} ${place} ${quoted(owner.name)} ${quoted(method)} ${quoted(target)}`;
}

function quoted(text: string): string {
  return `${text.length}:${text}`;
}
