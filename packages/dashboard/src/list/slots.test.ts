import { describe, expect, it } from "vitest";
import { slotsFor } from "./slots.ts";
import type { Slot } from "./slots.ts";

const places = (start: number, end: number): readonly number[] =>
  Array.from({ length: end - start }, (_all, index) => start + index);
const draw = (drawn: readonly Slot[], start: number, end: number, kept?: number): readonly Slot[] =>
  slotsFor(drawn, start, places(start, end), kept);
const namesOf = (slots: readonly Slot[]): readonly number[] => slots.map(({ slot }) => slot);

describe("slotsFor", () => {
  it("draws every row once, in order", () => {
    expect(draw([], 3, 6).map(({ place }) => place)).toEqual([3, 4, 5]);
    expect(new Set(namesOf(draw([], 0, 40))).size).toBe(40);
    expect(draw([], 5, 5)).toEqual([]);
  });

  it("leaves rows that stay with their elements, and gives those of rows that went to rows that came", () => {
    expect(namesOf(draw(draw([], 0, 4), 2, 6))).toEqual([2, 3, 0, 1]);
  });

  it("makes nothing for a jump, however far, and moves no element", () => {
    const before = draw([], 0, 20);
    expect(namesOf(draw(before, 900, 920))).toEqual(namesOf(before));
  });

  it("makes elements only for rows that are more than before, under names that nothing drawn has", () => {
    const grown = draw(draw(draw([], 0, 4), 2, 6), 1, 9);
    expect(new Set(namesOf(grown)).size).toBe(8);
    expect(namesOf(grown).filter((slot) => slot > 3)).toHaveLength(4);
  });

  it("hands the elements of the current row to no other: the focus would go over to it", () => {
    expect(namesOf(draw(draw([], 0, 4), 100, 104, 1))).toEqual([0, 2, 3, 4]);
  });

  it("follows a row that got another place, by what it shows", () => {
    const before = slotsFor([], 0, ["call 1", "call 2"], "call 2");
    const opened = slotsFor(before, 0, ["call 1", "loop", "call 2"], "call 2");
    expect(opened.find(({ id }) => id === "call 2")).toEqual({ place: 2, id: "call 2", slot: 1 });
  });
});
