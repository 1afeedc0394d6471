import { expect, it } from "vitest";
import { boundedClock } from "./clock.ts";

it("follows the wall clock back, and forward no further than time has passed", () => {
  let wall = 1_000_000;
  let steady = 50;
  const clock = boundedClock(
    () => wall,
    () => steady,
    100,
  );
  const after = (ms: number, jump: number): number => {
    steady += ms;
    wall += ms + jump;
    return clock();
  };
  expect(after(10, 0)).toBe(1_000_010);
  expect(after(10, 90)).toBe(1_000_110);
  expect(after(10, 86_400_000)).toBe(1_000_130);
  expect(after(10, -86_400_200)).toBe(999_930);
});
