import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import { watchKitRoute } from "./kit-route.ts";

const event = (id: string | null, more: object = {}): object => ({ event: { route: { id }, locals: {}, ...more } });

describe("the route of a SvelteKit request without framework spans", () => {
  it("is read from the store the framework runs it in, and from no other", () => {
    const seen: string[] = [];
    const stop = watchKitRoute((route) => void seen.push(route));
    const storage = new AsyncLocalStorage<unknown>();
    const ran = [
      event("/item/[id]"),
      event(null),
      event("/sub", { isSubRequest: true }),
      { event: { route: { id: "/no-locals" } } },
      { event: null },
      null,
      undefined,
      "event",
      new Map([["event", 1]]),
    ].map((store) => storage.run(store, (argument: string) => [storage.getStore() === store, argument], "argument"));
    stop();
    storage.run(event("/after"), () => undefined);
    expect(ran).toEqual(ran.map(() => [true, "argument"]));
    expect(seen).toEqual(["/item/[id]"]);
  });

  it("does not get between a program and its storage when looking fails", () => {
    const stop = watchKitRoute(() => {
      throw new Error("broken");
    });
    expect(new AsyncLocalStorage<unknown>().run(event("/x"), () => "ran")).toBe("ran");
    stop();
  });

  it("touches nothing that would notice: accessors of a remote function's event are left alone", () => {
    const seen: string[] = [];
    const touched: string[] = [];
    const remote = Object.defineProperties(
      { locals: {} },
      {
        route: {
          get: () => {
            touched.push("route");
            throw new Error("Cannot access `event.route` in a query");
          },
        },
      },
    );
    const stop = watchKitRoute((route) => void seen.push(route));
    const storage = new AsyncLocalStorage<unknown>();
    expect(storage.run({ event: remote }, () => "ran")).toBe("ran");
    const hostile = new Proxy(
      {},
      {
        getOwnPropertyDescriptor: () => {
          throw new Error("no");
        },
      },
    );
    expect(storage.run(hostile, () => "ran")).toBe("ran");
    stop();
    expect([seen, touched]).toEqual([[], []]);
  });
});
