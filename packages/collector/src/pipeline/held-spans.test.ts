import { expect, it } from "vitest";
import { HeldBody, HeldBytes, HeldSpans, PartOfBody } from "./held-spans.ts";

const held = new HeldBytes();

/** A body of a hundred bytes that holds these spans. */
function bodyOf(...ids: string[]): HeldBody {
  return new HeldBody({ size: 100, read: (at) => ({ spanId: ids[at] }) as never, idOf: (at) => ids[at] ?? "" }, held);
}

/** All spans of a body, held. */
function arrived(...ids: string[]): PartOfBody {
  const part = new PartOfBody(bodyOf(...ids), [...ids.keys()]);
  part.hold();
  return part;
}

function spansOf(...parts: PartOfBody[]): HeldSpans {
  const spans = new HeldSpans();
  for (const part of parts) spans.add(part);
  return spans;
}

it("keeps each span once, from however many bodies it came", () => {
  const spans = spansOf(arrived("a", "b"));
  expect(spans.add(arrived("b", "c")).ids()).toEqual(["c"]);
  expect(spans.add(arrived("c", "a")).size).toBe(0);
  expect(spans.add(arrived("d")).ids()).toEqual(["d"]);
  expect([spans.size, spans.ids()]).toEqual([4, ["a", "b", "c", "d"]]);
  expect(spans.read().map(({ spanId }) => spanId)).toEqual(["a", "b", "c", "d"]);
});

it("puts late spans beside those that were there, and changes neither", () => {
  const [before, later] = [spansOf(arrived("a", "b")), spansOf(arrived("b", "c"))];
  expect(before.with(later).ids()).toEqual(["a", "b", "c"]);
  expect([before.ids(), later.ids()]).toEqual([
    ["a", "b"],
    ["b", "c"],
  ]);
});

it("takes over another trace's new spans and lets go of the bodies that hold none", () => {
  const before = held.bytes;
  const spans = spansOf(arrived("a", "b"));
  const other = spansOf(arrived("a"), arrived("b", "c"));
  expect(held.bytes).toBe(before + 300);
  expect(spans.absorb(other)).toBe(2);
  expect(spans.ids()).toEqual(["a", "b", "c"]);
  expect(held.bytes).toBe(before + 200);
  spans.release();
  expect(held.bytes).toBe(before);
});
