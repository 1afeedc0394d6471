import { sequence } from "@sveltejs/kit/hooks";
import type { Handle } from "@sveltejs/kit/hooks";
import { describe, expect, expectTypeOf, it } from "vitest";
import { parallel } from "./parallel.ts";

interface Event {
  locals: Record<string, unknown>;
}
interface Options {
  transformPageChunk?: (input: { html: string; done: boolean }) => string | undefined | Promise<string | undefined>;
  filterSerializedResponseHeaders?: (name: string, value: string) => boolean;
  preload?: (input: { type: "js" | "css" | "font" | "asset"; path: string }) => boolean;
}
interface Input {
  event: Event;
  resolve: (event: Event, options?: Options) => Response | Promise<Response>;
}

/** A promise to be settled by hand, so that no order depends on time. */
function gate(): { readonly open: () => void; readonly opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

const page = (): Response => new Response("page", { status: 200, headers: { "x-from": "resolve" } });

async function run(
  handle: (input: Input) => Promise<Response>,
  resolve: Input["resolve"] = page,
): Promise<{ readonly text: string; readonly response: Response; readonly event: Event }> {
  const event: Event = { locals: {} };
  const response = await handle({ event, resolve });
  return { text: await response.clone().text(), response, event };
}

describe("parallel", () => {
  it("starts all handles before any has finished and resolves after all have", async () => {
    const log: string[] = [];
    const first = gate();
    const second = gate();
    const handle = parallel<Input>(
      async ({ event }) => {
        log.push("first starts");
        await second.opened;
        event.locals["first"] = 1;
        first.open();
      },
      async ({ event }) => {
        log.push("second starts");
        second.open();
        await first.opened;
        event.locals["second"] = 2;
      },
    );
    const { text, event } = await run(handle, (seen) => {
      log.push(`resolve sees ${Object.keys(seen.locals).join(" and ")}`);
      return page();
    });
    expect(log).toEqual(["first starts", "second starts", "resolve sees first and second"]);
    expect(text).toBe("page");
    expect(event.locals).toEqual({ first: 1, second: 2 });
  });

  it("lets the first Response in list order win, even if a later one was faster", async () => {
    const slow = gate();
    const handle = parallel<Input>(
      () => undefined,
      async () => {
        await slow.opened;
        return new Response("second");
      },
      () => {
        slow.open();
        return new Response("third");
      },
    );
    let resolved = false;
    const { text } = await run(handle, () => {
      resolved = true;
      return page();
    });
    expect(text).toBe("second");
    expect(resolved).toBe(false);
  });

  it("throws the error of the first failing handle in list order, as it is", async () => {
    const slow = gate();
    const redirect = { status: 303, location: "/login" };
    const handle = parallel<Input>(
      async () => {
        await slow.opened;
        throw redirect; // oxlint-disable-line only-throw-error -- SvelteKit throws redirects that are no Error
      },
      () => {
        slow.open();
        throw new Error("second");
      },
    );
    await expect(run(handle)).rejects.toBe(redirect);
  });

  it("does not wait for handles behind the one that decides", async () => {
    const never = gate();
    const handle = parallel<Input>(
      () => new Response("now"),
      async () => never.opened,
    );
    expect((await run(handle)).text).toBe("now");
  });

  it("prefers an earlier Response over a later throw, and an earlier throw over a later Response", async () => {
    const fail = (): never => {
      throw new Error("no");
    };
    expect((await run(parallel<Input>(() => new Response("yes"), fail))).text).toBe("yes");
    await expect(run(parallel<Input>(fail, () => new Response("yes")))).rejects.toThrow("no");
  });

  it("takes ordinary handles, which go on with the response after resolve", async () => {
    const log: string[] = [];
    const wrap =
      (name: string) =>
      async ({ event, resolve }: Input): Promise<Response> => {
        const response = await resolve(event);
        log.push(`${name} got ${await response.clone().text()}`);
        return new Response(`${name}(${await response.text()})`);
      };
    const { text } = await run(parallel<Input>(wrap("a"), () => undefined, wrap("b")));
    expect(text).toBe("a(b(page))");
    expect(log).toEqual(["b got page", "a got b(page)"]);
  });

  it("lets an earlier handle catch what a later one throws, as in sequence", async () => {
    const handle = parallel<Input>(
      async ({ event, resolve }) => {
        try {
          return await resolve(event);
        } catch {
          return new Response("caught", { status: 500 });
        }
      },
      () => Promise.reject(new Error("tenant")),
    );
    expect((await run(handle)).text).toBe("caught");
  });

  it("lets the `finally` of a handle behind the deciding one run, and keeps the body for the client", async () => {
    const log: unknown[] = [];
    const handle = parallel<Input>(
      () => new Response("denied", { status: 403 }),
      async ({ event, resolve }) => {
        try {
          const response = await resolve(event);
          log.push(response.status, await response.text());
          return response;
        } finally {
          log.push("cleaned up");
        }
      },
    );
    const { text, response } = await run(handle);
    await Promise.resolve();
    expect([text, response.status]).toEqual(["denied", 403]);
    await expect.poll(() => log).toEqual([403, "", "cleaned up"]);
  });

  it("merges resolve options the way sequence does", async () => {
    const handle = parallel<Input>(
      ({ event, resolve }) =>
        resolve(event, { transformPageChunk: ({ html }) => `first(${html})`, preload: ({ path }) => path === "first" }),
      ({ event, resolve }) =>
        resolve(event, {
          transformPageChunk: ({ html }) => `second(${html})`,
          preload: () => false,
          filterSerializedResponseHeaders: (name) => name === "kept",
        }),
    );
    let given: Options | undefined;
    await run(handle, (_event, options) => {
      given = options;
      return page();
    });
    expect(await given?.transformPageChunk?.({ html: "x", done: true })).toBe("first(second(x))");
    expect(given?.preload?.({ type: "js", path: "first" })).toBe(true);
    expect(given?.filterSerializedResponseHeaders?.("kept", "")).toBe(true);
  });

  it("passes straight through without handles", async () => {
    expect((await run(parallel<Input>())).text).toBe("page");
  });

  it("stands where SvelteKit wants a Handle, and takes the app's own handles", () => {
    const handleAuth: Handle = ({ event, resolve }) => resolve(event);
    const group = parallel(handleAuth, ({ event }) => {
      expectTypeOf(event.url).toEqualTypeOf<URL>();
    });
    expectTypeOf(group).toExtend<Handle>();
    expectTypeOf(sequence(handleAuth, parallel(handleAuth, handleAuth))).toEqualTypeOf<Handle>();
  });
});
