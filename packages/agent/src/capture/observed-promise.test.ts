import { describe, expect, it } from "vitest";
import { observedPromise } from "./observed-promise.ts";

const nothing = (): void => undefined;

async function failing(): Promise<never> {
  await Promise.resolve();
  throw new Error("no answer");
}

async function caller(promise: Promise<unknown>): Promise<unknown> {
  return await promise;
}

describe("a promise the agent observes", () => {
  it("settles alike, after the agent was told", async () => {
    const order: unknown[] = [];
    const given = observedPromise(Promise.resolve(7), (value) => order.push(["told", value]), nothing);
    order.push(["app", await given]);
    const error = new Error("no");
    const refused = observedPromise(Promise.reject(error), nothing, (reason) => order.push(["told", reason]));
    order.push(["app", await refused.catch((reason: unknown) => reason)]);
    expect(order).toEqual([
      ["told", 7],
      ["app", 7],
      ["told", error],
      ["app", error],
    ]);
  });

  it("leaves errors the lines that say who called", async () => {
    const error = await caller(observedPromise(failing(), nothing, nothing)).catch((reason: unknown) => reason);
    expect((error as Error).stack).toMatch(/at (?:async )?caller /);
  });

  it("stays unhandled where the app leaves it so, and is told of once", async () => {
    const listeners = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    try {
      const told: unknown[] = [];
      process.on("unhandledRejection", (reason) => told.push(reason));
      const error = new Error("floating");
      void observedPromise(Promise.reject(error), nothing, nothing);
      const handled = observedPromise(Promise.reject(new Error("handled")), nothing, nothing);
      handled.catch(nothing);
      await new Promise((resume) => setImmediate(resume));
      expect(told).toEqual([error]);
    } finally {
      process.removeAllListeners("unhandledRejection");
      for (const listener of listeners) process.on("unhandledRejection", listener);
    }
  });

  it("of another kind stays what it is", async () => {
    class Ticket extends Promise<string> {}
    const ticket = new Ticket((resolve) => resolve("t_1"));
    const told: string[] = [];
    expect(observedPromise(ticket, (value) => told.push(value), nothing)).toBe(ticket);
    await ticket;
    expect(told).toEqual(["t_1"]);
  });
});
