import { expect, it } from "vitest";
import { ScopedMap } from "./scoped-map.ts";

it("tells equal keys of two scopes apart", () => {
  const map = new ScopedMap<number>(10);
  map.set("one", "key", 1);
  map.set("two", "key", 2);
  expect([map.get("one", "key"), map.get("two", "key"), map.get("one", "other")]).toEqual([1, 2, undefined]);
});

it("keeps what is used and forgets what is not, over all scopes together", () => {
  const map = new ScopedMap<number>(10);
  map.set("one", "used", 1);
  map.set("one", "unused", 2);
  for (let key = 0; key < 100; key += 1) {
    map.set(`scope ${key}`, "key", key);
    expect(map.get("one", "used")).toBe(1);
  }
  expect(map.get("one", "unused")).toBeUndefined();
  const kept = Array.from({ length: 100 }, (_, key) => map.get(`scope ${key}`, "key")).filter(
    (one) => one !== undefined,
  );
  expect(kept.length).toBeLessThan(10);
});

it("has readers of one scope that know what is there at each moment", () => {
  const map = new ScopedMap<number>(10);
  const read = map.reader("one");
  expect(read("key")).toBeUndefined();
  map.set("one", "key", 1);
  map.set("two", "other", 2);
  expect([read("key"), read("other")]).toEqual([1, undefined]);
  for (let key = 0; key < 100; key += 1) {
    map.set("three", `${key}`, key);
    expect(read("key")).toBe(1);
  }
  map.set("one", "key", 3);
  expect(read("key")).toBe(3);
});
