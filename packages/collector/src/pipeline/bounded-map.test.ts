import { expect, it } from "vitest";
import { BoundedMap } from "./bounded-map.ts";

it("forgets the key not used for longest at its bound, and counts it", () => {
  const map = new BoundedMap<string, number>(2);
  map.set("a", 1);
  map.set("b", 2);
  expect(map.get("a")).toBe(1);
  map.set("c", 3);
  expect([map.get("a"), map.get("b"), map.get("c")]).toEqual([1, undefined, 3]);
  expect(map.evicted).toBe(1);
  expect(map.size).toBe(2);
});
