import type { UpstreamAnswer } from "../upstream/upstream.ts";

export interface OtherAnswer {
  readonly says: string;
  readonly answer: UpstreamAnswer;
}

/** Leaves that are changed one at a time, at most. */
const MAX_LEAVES = 24;

/**
 * Answers a call might as well have given: of the same shape, every leaf another one; every list empty; every truth
 * value turned; a failure.
 */
export function otherAnswers(given: UpstreamAnswer): readonly OtherAnswer[] {
  const failures = [404, 500].map((status) => ({
    says: `status ${status}`,
    answer: { status, json: { error: "by intervention" } },
  }));
  if (given.json === undefined) {
    const texts =
      given.text === undefined ? [] : [{ says: "another text", answer: { ...given, text: `${given.text}x` } }];
    return [...texts, ...failures];
  }
  const whole = [
    { says: "all leaves others", json: mapLeaves(given.json, another) },
    { says: "lists empty", json: mapLists(given.json) },
    { says: "truth values turned", json: mapLeaves(given.json, (leaf) => (typeof leaf === "boolean" ? !leaf : leaf)) },
  ];
  const told = JSON.stringify(given.json);
  return [
    ...whole
      .filter(({ json }) => JSON.stringify(json) !== told)
      .map(({ says, json }) => ({ says, answer: { ...given, json } })),
    ...failures,
  ];
}

/** The same answer with one leaf another one, or nothing, for every leaf in turn. */
export function otherLeaves(given: UpstreamAnswer): readonly OtherAnswer[] {
  const count = countLeaves(given.json);
  return Array.from({ length: Math.min(count, MAX_LEAVES) }, (_, at) => at).flatMap((at) => [
    { says: `leaf ${at} another`, answer: { ...given, json: changeLeaf(given.json, at, another) } },
    { says: `leaf ${at} null`, answer: { ...given, json: changeLeaf(given.json, at, () => null) } },
  ]);
}

function another(leaf: unknown): unknown {
  if (typeof leaf === "string") return /^\d+$/.test(leaf) ? String(Number(leaf) + 7) : `${leaf}x`;
  if (typeof leaf === "number") return leaf + 7;
  return typeof leaf === "boolean" ? !leaf : "x";
}

function mapLeaves(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => mapLeaves(item, change));
  if (typeof value !== "object" || value === null) return change(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapLeaves(item, change)]));
}

function mapLists(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapLists(item)]));
}

function countLeaves(value: unknown): number {
  let count = 0;
  mapLeaves(value, (leaf) => {
    count++;
    return leaf;
  });
  return count;
}

function changeLeaf(value: unknown, wanted: number, change: (leaf: unknown) => unknown): unknown {
  let at = 0;
  return mapLeaves(value, (leaf) => (at++ === wanted ? change(leaf) : leaf));
}
