import { describe, expect, it } from "vitest";
import { ConfigError, readConfig } from "./flags.ts";

describe("readConfig", () => {
  it("listens on loopback by default", () => {
    expect(readConfig("start", {}, {}, undefined)).toMatchObject({ host: "127.0.0.1", port: 4318, tokens: {} });
  });

  it("lets a flag win over a variable, and a variable over the file", () => {
    const file = { port: 1, host: "::1", retentionDays: 3 };
    const env = { WEIR_PORT: "2", WEIR_HOST: "localhost" };
    expect(readConfig("start", { port: "3" }, env, file)).toMatchObject({
      port: 3,
      host: "localhost",
      retentionDays: 3,
    });
  });

  it("splits lists and reads tokens from the environment only", () => {
    const env = {
      WEIR_INGEST_TOKEN: "0123456789abcdef",
      WEIR_READ_TOKEN: "the-new-token-0123, the-old-token-0123",
      WEIR_SOURCE_ROOT: "/srv/a,/srv/b",
    };
    expect(readConfig("start", {}, env, undefined)).toMatchObject({
      tokens: { ingest: ["0123456789abcdef"], read: ["the-new-token-0123", "the-old-token-0123"] },
      sourceRoots: ["/srv/a", "/srv/b"],
    });
  });

  it.each([
    ["a port that is none", { port: "99999" }, {}, undefined, "port"],
    ["a short token", {}, { WEIR_READ_TOKEN: "short" }, undefined, "tokens.read"],
    ["an unknown key in the file", {}, {}, { prot: 4318 }, "prot"],
    ["a file that is a list", {}, {}, [1], "mapping"],
  ])("refuses %s and names it", (_what, flags, env, file, named) => {
    expect(() => readConfig("start", flags, env, file)).toThrow(ConfigError);
    expect(() => readConfig("start", flags, env, file)).toThrow(named);
  });
});
