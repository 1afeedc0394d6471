import { expect, it } from "vitest";
import { BoundedMap } from "./bounded-map.ts";

it("never holds more than its bound, and counts what it forgot", () => {
  const map = new BoundedMap<number, number>(10);
  for (let key = 0; key < 1000; key += 1) {
    map.set(key, key);
    expect(map.size).toBeLessThanOrEqual(10);
  }
  expect(map.size + map.evicted).toBe(1000);
});

it("keeps what is used, and forgets what is not", () => {
  const map = new BoundedMap<string, number>(10);
  map.set("used", 1);
  map.set("unused", 2);
  for (let key = 0; key < 100; key += 1) {
    map.set(`other ${key}`, key);
    expect(map.get("used")).toBe(1);
  }
  expect(map.get("unused")).toBeUndefined();
});

it("has one value of a key, whichever half it is in", () => {
  const map = new BoundedMap<string, number>(4);
  map.set("a", 1);
  map.set("b", 2);
  map.set("c", 3);
  map.set("a", 4);
  expect([map.get("a"), map.size]).toEqual([4, 3]);
  map.delete("a");
  expect([map.get("a"), map.size]).toEqual([undefined, 2]);
});
