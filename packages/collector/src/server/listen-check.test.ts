import { describe, expect, it } from "vitest";
import { checkListen } from "./listen-check.ts";

const both = { ingest: "i".repeat(16), read: "r".repeat(16) };

describe("checkListen", () => {
  it.each(["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost", "::ffff:127.0.0.1"])(
    "lets %s be without tokens: only this machine reaches it",
    (host) => expect(checkListen({ host, tokens: {} })).toEqual({ ok: true }),
  );

  it.each(["0.0.0.0", "::", "192.168.1.5", "weir.example.com", "127.0.0.1.evil.example", ""])(
    "asks for tokens on %s",
    (host) => {
      const check = checkListen({ host, tokens: {} });
      expect(check).toMatchObject({ ok: false, error: { code: "WEIR_LISTEN_NEEDS_TOKEN" } });
      expect(check.ok ? "" : check.error.message).toContain("ingest, read");
      expect(checkListen({ host, tokens: both })).toEqual({ ok: true });
    },
  );

  it("asks for the token of peers where there are some: they show each other the source of apps", () => {
    const peers = ["http://weir-0:4318", "http://weir-1:4318"];
    const check = checkListen({ host: "0.0.0.0", tokens: both, peers });
    expect(check.ok ? "" : check.error.message).toContain("peer");
    expect(checkListen({ host: "0.0.0.0", tokens: { ...both, peer: "p".repeat(16) }, peers })).toEqual({ ok: true });
  });

  it("is not content with one of the two", () => {
    const check = checkListen({ host: "0.0.0.0", tokens: { read: both.read } });
    expect(check.ok ? "" : check.error.message).toBe("Without a token for: ingest the network gets in");
  });
});
