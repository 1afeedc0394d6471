import type { ExemplarRef } from "@weir/core";
import type { Exemplar } from "../store/port.ts";
import { iso, ms } from "./iso.ts";

/** Exemplars shown of one route or finding. */
const MAX_REFS = 12;

type Why = ExemplarRef["why"];

/** Names the best, median, worst and newest of some exemplars, then those that a finding holds on to. */
export function exemplarRefs(exemplars: readonly Exemplar[], medianMicros: number): readonly ExemplarRef[] {
  const chosen = new Map<Exemplar, Why>();
  const choose = (why: Why, value: (exemplar: Exemplar) => number) => {
    const [first] = exemplars.toSorted((a, b) => value(a) - value(b) || b.ts - a.ts);
    if (first !== undefined && !chosen.has(first)) chosen.set(first, why);
  };
  choose("median", ({ duration }) => Math.abs(duration - medianMicros));
  choose("worst", ({ duration }) => -duration);
  choose("best", ({ duration }) => duration);
  choose("newest", ({ ts }) => -ts);
  for (const exemplar of exemplars) {
    if (exemplar.fingerprints.length > 0 && !chosen.has(exemplar)) chosen.set(exemplar, "pinned");
  }
  return [...chosen].slice(0, MAX_REFS).map(([{ traceId, ts, duration }, why]) => ({
    traceId,
    at: iso(ts),
    duration: ms(duration),
    why,
  }));
}
