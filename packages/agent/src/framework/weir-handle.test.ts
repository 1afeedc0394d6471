import type { Handle } from "@sveltejs/kit/hooks";
import { afterEach, describe, expect, expectTypeOf, it } from "vitest";
import type { Agent } from "../agent.ts";
import { agentState } from "../state.ts";
import { weirHandle } from "./weir-handle.ts";

const event = () => ({
  url: new URL("https://shop.example/cart"),
  route: { id: "/cart" },
  fetch: ((input: unknown) => Promise.resolve(new Response(String(input)))) as typeof fetch,
});

afterEach(() => {
  agentState().agent = undefined;
});

function recording(): { readonly calls: string[]; readonly agent: Agent } {
  const calls: string[] = [];
  const note =
    (kind: string): Agent["around"]["network"] =>
    (args, call) => {
      calls.push(`${kind} ${args[0] as string}`);
      return call();
    };
  return { calls, agent: { around: { network: note("network"), internal: note("internal") } } as unknown as Agent };
}

describe("weirHandle", () => {
  it("tells calls of the app's own routes from calls over the network", async () => {
    const { calls, agent } = recording();
    agentState().agent = agent;
    const given = event();
    await weirHandle({
      event: given,
      resolve: async (seen) => {
        expect(seen).toBe(given);
        await seen.fetch("/api/items");
        await seen.fetch("https://shop.example/api/items");
        return seen.fetch("https://other.example/");
      },
    });
    expect(calls).toEqual([
      "internal /api/items",
      "internal https://shop.example/api/items",
      "network https://other.example/",
    ]);
  });

  it("only resolves while no agent runs", async () => {
    const given = event();
    const { fetch } = given;
    const response = await weirHandle({ event: given, resolve: () => new Response("page") });
    expect(await response.text()).toBe("page");
    expect(given.fetch).toBe(fetch);
  });

  it("is a Handle of the app", () => {
    expectTypeOf(weirHandle).toExtend<Handle>();
  });
});
