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
    ["a port that is too large", { port: "99999" }, {}, undefined, "port: is more than 65535"],
    ["a port that is no number", { port: "http" }, {}, undefined, "port: is no number"],
    ["no request at all", { "min-requests": "0" }, {}, undefined, "minRequests: has to be at least 1"],
    [
      "a short token",
      {},
      { WEIR_READ_TOKEN: "short" },
      undefined,
      "tokens.read.0: has to be at least 16 characters long",
    ],
    ["an address that is none", { "public-url": "weir" }, {}, undefined, "publicUrl: is no address"],
    ["an unknown key in the file", {}, {}, { prot: 4318 }, "there is no such setting: prot"],
    ["a file that is a list", {}, {}, [1], "mapping"],
  ])("refuses %s and names it", (_what, flags, env, file, named) => {
    expect(() => readConfig("start", flags, env, file)).toThrow(ConfigError);
    expect(() => readConfig("start", flags, env, file)).toThrow(named);
  });
});
