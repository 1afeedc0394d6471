import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { patched } from "./testing/patched.ts";
import { expectSameButSooner } from "./testing/same-behaviour.ts";

describe("the routes of the example app", () => {
  const example = (path: string): string =>
    readFileSync(new URL(`../../../../../examples/next-app/${path}`, import.meta.url), "utf8");
  const lib = (...names: readonly string[]): Record<string, string> =>
    Object.fromEntries(names.map((name) => [`lib/${name}.ts`, example(`lib/${name}.ts`)]));

  it("account: the configuration no longer waits for the session", async () => {
    const path = "app/api/account/route.ts";
    const code = example(path);
    const outcome = patched({
      path,
      code,
      calls: ["auth();", "fetchConfig()", "fetchAccount(session"],
      together: [[0, 1], [2]],
      after: [0],
      files: lib("auth", "config", "account", "api-client"),
    });
    if (typeof outcome === "string") throw new Error(outcome);
    expect(outcome.patch).toMatchSnapshot();
    await expectSameButSooner(code, outcome.code, {
      functions: ["auth", "fetchConfig", "fetchAccount"],
      synchronous: false,
    });
  });

  it("product page: every call starts when what it needs is there", async () => {
    const path = "app/api/product-page/[id]/route.ts";
    const code = example(path);
    const names = ["Product", "Reviews", "Brand", "Category", "Shelf", "Stock", "Promotions"];
    const outcome = patched({
      path,
      code,
      calls: names.map((name) => `fetch${name}(`),
      together: [[0, 1, 6], [2, 3, 5], [4]],
      after: [0, 3],
      files: lib("catalog", "api-client"),
    });
    if (typeof outcome === "string") throw new Error(outcome);
    expect(outcome.patch).toMatchSnapshot();
    await expectSameButSooner(code, outcome.code, {
      functions: names.map((name) => `fetch${name}`),
      synchronous: false,
      args: [undefined, { params: Promise.resolve({ id: "7" }) }],
    });
  });
});
