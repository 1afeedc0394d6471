import { expect, it } from "vitest";
import { culprits } from "./culprits.ts";

const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8];

async function searched(
  wrong: (some: readonly number[]) => boolean,
): Promise<{ found: readonly number[]; asked: number }> {
  let asked = 0;
  const found = await culprits(NUMBERS, (some) => {
    asked += 1;
    return Promise.resolve(wrong(some));
  });
  return { found, asked };
}

it("finds the one that is wrong without trying each by itself", async () => {
  expect(await searched((some) => some.includes(6))).toEqual({ found: [6], asked: 6 });
});

it("finds several", async () => {
  const { found } = await searched((some) => some.includes(1) || some.includes(7) || some.includes(8));
  expect(found).toEqual([1, 7, 8]);
});

it("blames all where only the combination is wrong", async () => {
  const { found } = await searched((some) => some.includes(2) && some.includes(7));
  expect(found).toEqual(NUMBERS);
});
