import { describe, expect, it } from "vitest";
import { stretchesOf } from "./deploy-order.ts";

const POLICY = { resolveAfter: 30, regressAfter: 5 };

/** `A:40/40` is version A with 40 requests of which 40 show the pattern, oldest deploy first. */
function walk(deploys: string): string {
  const versions = deploys.split(" ").map((text) => {
    const [, version = "", hits = "0", requests = "0"] = /^(\w+):(\d+)\/(\d+)$/.exec(text) ?? [];
    return { version, hits: Number(hits), requests: Number(requests) };
  });
  const counts = (of: (deploy: (typeof versions)[number]) => number) =>
    versions
      .map((deploy) => ({ version: deploy.version, requests: of(deploy) }))
      .filter(({ requests }) => requests > 0);
  return stretchesOf(
    versions,
    counts(({ hits }) => hits),
    counts(({ requests }) => requests),
    POLICY,
  )
    .map(({ kind, version }) => `${kind} ${version}`)
    .join(", ");
}

describe("a pattern over deploys", () => {
  it("is gone after thirty requests of a newer deploy without it, and not after twenty-nine", () => {
    expect(walk("A:40/40 B:0/30")).toBe("seen A, absent B");
    expect(walk("A:40/40 B:0/29")).toBe("seen A");
    expect(walk("A:40/40 B:0/20 C:0/10")).toBe("seen A, absent C");
  });

  it("is not gone while one request of the newer deploy shows it", () => {
    expect(walk("A:40/40 B:1/500")).toBe("seen A");
    expect(walk("A:40/40 B:0/29 C:1/5 D:0/29")).toBe("seen A");
  });

  it("is not gone by what an older deploy did", () => {
    expect(walk("A:0/500 B:40/40")).toBe("seen B");
  });

  it("is back when five requests of a deploy after the fix show it", () => {
    expect(walk("A:40/40 B:0/30 C:5/40")).toBe("seen A, absent B, back C");
    expect(walk("A:40/40 B:0/30 C:4/40")).toBe("seen A, absent B");
    expect(walk("A:40/40 B:0/30 C:9/40 D:0/30")).toBe("seen A, absent B, back C, absent D");
  });

  it("is not back by old pods, however much they serve", () => {
    expect(walk("A:4000/4000 B:0/30")).toBe("seen A, absent B");
  });

  it("was never there without a request", () => {
    expect(walk("A:0/0 B:0/100")).toBe("");
  });
});
