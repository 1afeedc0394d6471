import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { installOuterFetch, releaseOuterFetch } from "./outer-fetch.ts";

type Fetch = typeof globalThis.fetch;

const answer = new Response("raw");
const raw: Fetch = () => Promise.resolve(answer);
let calls: string[] = [];
let inCall = false;

beforeEach(() => {
  calls = [];
  globalThis.fetch = raw;
  installOuterFetch((args, call) => {
    if (inCall) return call();
    calls.push(args[0] as string);
    inCall = true;
    try {
      return call();
    } finally {
      inCall = false;
    }
  });
});
afterEach(() => releaseOuterFetch());

/** What Next.js does: read the global, build on it, assign, and mark the result. */
function patchLikeNext(): Fetch {
  const original = globalThis.fetch;
  const patched: Fetch = (input, init) => original(input, { ...init, cache: "no-store" });
  Object.assign(patched, { __nextPatched: true, _nextOriginalFetch: original });
  globalThis.fetch = patched;
  return patched;
}

describe("the outermost fetch", () => {
  it("sees a call once, however many layers a framework puts on", async () => {
    patchLikeNext();
    patchLikeNext();
    expect(await globalThis.fetch("http://a/")).toBe(answer);
    expect(calls).toEqual(["http://a/"]);
  });

  it("survives what a dev server does after each edit: the raw fetch back, then a fresh layer", async () => {
    for (let edit = 0; edit < 3; edit += 1) {
      globalThis.fetch = raw;
      patchLikeNext();
      await globalThis.fetch(`http://edit/${edit}`);
    }
    expect(calls).toEqual(["http://edit/0", "http://edit/1", "http://edit/2"]);
  });

  it("covers a wrapper somebody assigns over it without counting the call twice", async () => {
    const before = globalThis.fetch;
    globalThis.fetch = (...args) => before(...args);
    await globalThis.fetch("http://wrapped/");
    expect(calls).toEqual(["http://wrapped/"]);
  });

  it("changes nothing when what was read is assigned back", () => {
    const before = globalThis.fetch;
    globalThis.fetch = before;
    expect(globalThis.fetch).toBe(before);
  });

  it("gives the same cover for the same function", () => {
    const before = globalThis.fetch;
    globalThis.fetch = (...args) => before(...args);
    globalThis.fetch = raw;
    expect(globalThis.fetch).toBe(before);
  });

  it("gives the caller the very promise of the layer below", () => {
    const promise = Promise.resolve(answer);
    globalThis.fetch = () => promise;
    expect(globalThis.fetch("http://a/")).toBe(promise);
  });

  it("leaves a framework's own calls alone", async () => {
    patchLikeNext();
    await globalThis.fetch("http://internal/", { next: { internal: true } } as RequestInit);
    expect(calls).toEqual([]);
  });

  it("looks like what it covers", () => {
    const patched = patchLikeNext();
    const visible = globalThis.fetch as Fetch & Record<string, unknown>;
    expect(visible).not.toBe(patched);
    expect(visible["__nextPatched"]).toBe(true);
    expect(visible.name).toBe(patched.name);
    expect(visible).toHaveLength(patched.length);
    expect(Object.keys(globalThis)).toContain("fetch");
  });

  it("takes a value that is no function as it is", () => {
    globalThis.fetch = undefined as unknown as Fetch;
    expect(globalThis.fetch).toBeUndefined();
  });

  it("passes everything through once released", async () => {
    releaseOuterFetch();
    await globalThis.fetch("http://after/");
    expect(calls).toEqual([]);
  });
});
