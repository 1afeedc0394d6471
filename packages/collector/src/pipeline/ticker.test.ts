import { expect, it, vi } from "vitest";
import { Ticker } from "./ticker.ts";

it("goes on after a round that failed, never runs two rounds at once, and stops when told", async () => {
  const failures: unknown[] = [];
  let rounds = 0;
  let running = 0;
  const done = Promise.withResolvers<void>();
  const ticker = new Ticker(
    0,
    async () => {
      running += 1;
      expect(running).toBe(1);
      rounds += 1;
      await Promise.resolve();
      running -= 1;
      if (rounds === 3) done.resolve();
      if (rounds === 1) throw new Error("first round");
    },
    (error) => failures.push(error),
  );
  ticker.start();
  await done.promise;
  await ticker.stop();
  const after = rounds;
  ticker.start();
  expect(failures).toHaveLength(1);
  expect(rounds).toBe(after);
});

it("may begin at another time than it goes on", async () => {
  vi.useFakeTimers();
  let rounds = 0;
  const work = async (): Promise<void> => {
    rounds += 1;
  };
  const ticker = new Ticker(1_000, work, () => undefined, 30);
  ticker.start();
  const after: number[] = [];
  for (const ms of [29, 1, 999, 1]) {
    await vi.advanceTimersByTimeAsync(ms);
    after.push(rounds);
  }
  expect(after).toEqual([0, 1, 1, 2]);
  await ticker.stop();
  vi.useRealTimers();
});
