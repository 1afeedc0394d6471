import type { Sighting } from "@weir/core";
import { expect, it } from "vitest";
import { RememberedSightings } from "./remembered-sightings.ts";

const sighting = (pairs: number): Sighting =>
  ({ pairs: Array.from({ length: pairs }), beside: [], sites: [] }) as never;

it("wants a look from its second time on", () => {
  const remembered = new RememberedSightings();
  expect([remembered.wants("a"), remembered.wants("b"), remembered.wants("a")]).toEqual([false, false, true]);
});

it("forgets the ones not asked for longest, by the number of their pairs, and counts them", () => {
  const remembered = new RememberedSightings(100);
  for (let look = 0; look < 20; look += 1) {
    remembered.set(`look ${look}`, sighting(20));
    expect(remembered.get("look 0")?.pairs).toHaveLength(20);
  }
  expect(remembered.get("look 1")).toBeUndefined();
  expect(remembered.evicted).toBeGreaterThanOrEqual(15);
});

it("gives each object a number of its own, and the same one each time", () => {
  const remembered = new RememberedSightings();
  const [a, b] = [{}, {}];
  expect(remembered.idOf(a)).toBe(remembered.idOf(a));
  expect(remembered.idOf(a)).not.toBe(remembered.idOf(b));
});
