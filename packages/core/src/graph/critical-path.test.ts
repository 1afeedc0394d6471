import { describe, expect, it } from "vitest";
import { criticalPath, type WorkNode } from "./critical-path.ts";

const node = (id: string, start: number, end: number, ...children: WorkNode<string>[]): WorkNode<string> => ({
  id,
  start,
  end,
  children,
});
const path = (root: WorkNode<string>): string =>
  criticalPath(root)
    .map(({ id, start, end }) => `${id}${start}-${end}`)
    .join(", ");

/** Geometry of the cases Jaeger UI tests its critical path with; the pictures are theirs, the words ours. */
describe("criticalPath", () => {
  it.each([
    [
      "two children in a row",
      node("C", 1, 101, node("D", 20, 40), node("E", 50, 60)),
      "C60-101, E50-60, C40-50, D20-40, C1-20",
    ],
    [
      "overlapping children: the later end wins",
      node("X", 1, 101, node("A", 10, 50), node("C", 20, 60)),
      "X60-101, C20-60, X1-20",
    ],
    ["a child that starts after its parent's end", node("R", 100, 140, node("A", 150, 170)), "R100-140"],
    ["a whole subtree after the parent's end", node("A", 1, 31, node("B", 40, 80, node("C", 50, 60))), "A1-31"],
    [
      "work the parent did not wait for",
      node("A", 1, 31, { id: "B", start: 10, end: 20, blocking: false, children: [node("C", 12, 18)] }),
      "A1-31",
    ],
    [
      "child over the parent's end, grandchild before the child's start",
      node("A", 1, 30, node("B", 15, 35, node("C", 10, 25))),
      "B25-30, C15-25, A1-15",
    ],
    [
      "child and grandchild over the end",
      node("A", 1, 30, node("B", 15, 35, node("C", 20, 40))),
      "C20-30, B15-20, A1-15",
    ],
    ["a child around its parent", node("A", 10, 30, node("B", 5, 35)), "B10-30"],
    ["a child before its parent", node("A", 10, 30, node("B", 1, 5)), "A10-30"],
    [
      "touching children are both kept",
      node("P", 0, 100, node("A", 10, 40), node("B", 40, 60)),
      "P60-100, B40-60, A10-40, P0-10",
    ],
    ["time zero is a time", node("P", 0, 10, node("A", 0, 10)), "A0-10"],
    ["no children", node("P", 3, 9), "P3-9"],
  ])("%s", (_what, root, expected) => {
    expect(path(root)).toBe(expected);
  });

  it("covers the whole of the root, without gap or overlap", () => {
    const root = node("P", 0, 100, node("A", 5, 30, node("B", 10, 30)), node("C", 30, 80), node("D", 25, 70));
    const sections = criticalPath(root).toReversed();
    expect(sections[0]?.start).toBe(0);
    expect(sections.at(-1)?.end).toBe(100);
    sections.slice(1).forEach((section, at) => expect(section.start).toBe(sections[at]?.end));
  });
});
