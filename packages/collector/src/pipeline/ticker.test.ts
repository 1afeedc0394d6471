import { expect, it } from "vitest";
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
