import { expect, it } from "vitest";
import { Remembered } from "./remembered.ts";

const groups = (count: number, value: string): readonly string[] => Array.from({ length: count }, () => value);

it("gives what it made for as long as the rows are the same, and makes it anew when they are not", () => {
  const remembered = new Remembered(10);
  let made = 0;
  const ask = (stamp: string) => remembered.groups("a", stamp, () => groups(2, `made ${(made += 1)}`))[0];
  expect([ask("1"), ask("1"), ask("2"), ask("2"), ask("1")]).toEqual([
    "made 1",
    "made 1",
    "made 2",
    "made 2",
    "made 3",
  ]);
});

it("keeps what took time to make, of the last state that it was made of", () => {
  const remembered = new Remembered(10);
  remembered.keep("a", "1", "first", 4);
  expect(remembered.get("a", "1")?.value).toBe("first");
  remembered.keep("a", "2", "second", 4);
  expect(remembered.size).toBe(4);
  expect(remembered.get("a", "1")).toBeUndefined();
  expect(remembered.size).toBe(0);
});

it("lets go at its bound what was asked for longest ago", () => {
  const remembered = new Remembered(10);
  const made: string[] = [];
  const ask = (key: string, count: number) =>
    remembered.groups(key, "1", () => {
      made.push(key);
      return groups(count, key);
    });
  ask("a", 4);
  ask("b", 4);
  ask("a", 4);
  ask("c", 4);
  expect(remembered.size).toBe(8);
  ask("a", 4);
  ask("b", 4);
  expect(made).toEqual(["a", "b", "c", "b"]);
});

it("answers what is too big to keep, keeping the rest", () => {
  const remembered = new Remembered(10);
  remembered.groups("small", "1", () => groups(3, "small"));
  expect(remembered.groups("big", "1", () => groups(11, "big"))).toHaveLength(11);
  expect(remembered.size).toBe(3);
});
