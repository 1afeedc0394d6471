import { FIRST_ANSWER_AGE } from "@weir/core";
import { describe, expect, it } from "vitest";
import { AnswerCache } from "./answer-cache.ts";
import type { Fetch } from "./answer-cache.ts";

/** A collector that answers from a table and notes what it was asked. */
function collector(answers: Readonly<Record<string, () => Response>>): { fetch: Fetch; asked: [string, string?][] } {
  const asked: [string, string?][] = [];
  const fetch: Fetch = async (url, { headers, signal }) => {
    const etag = headers["if-none-match"];
    asked.push(etag === undefined ? [url] : [url, etag]);
    await Promise.resolve();
    signal.throwIfAborted();
    const answer = answers[url];
    if (answer === undefined) throw new TypeError("network");
    return answer();
  };
  return { fetch, asked };
}

const signal = (): AbortSignal => new AbortController().signal;

describe("AnswerCache", () => {
  it("asks with the last ETag, and gives the same object when nothing changed", async () => {
    let fresh = true;
    const { fetch, asked } = collector({
      "/a": () => (fresh ? Response.json({ n: 1 }, { headers: { etag: '"1"' } }) : new Response(null, { status: 304 })),
    });
    const cache = new AnswerCache(fetch);
    const first = await cache.ask("/a", signal());
    fresh = false;
    const second = await cache.ask("/a", signal());
    expect(asked).toEqual([["/a"], ["/a", '"1"']]);
    expect(first.ok && second.ok && first.body === second.body).toBe(true);
    expect(cache.peek("/a")).toEqual({ n: 1 });
  });

  it("joins equal questions under way", async () => {
    const { fetch, asked } = collector({ "/a": () => Response.json({ n: 1 }) });
    const cache = new AnswerCache(fetch);
    await Promise.all([cache.ask("/a", signal()), cache.ask("/a", signal())]);
    expect(asked).toHaveLength(1);
  });

  it("goes on for the one who still waits when the other has left", async () => {
    const { fetch } = collector({ "/a": () => Response.json({ n: 1 }) });
    const cache = new AnswerCache(fetch);
    const leaver = new AbortController();
    const left = cache.ask("/a", leaver.signal);
    const stays = cache.ask("/a", signal());
    leaver.abort();
    expect(await stays).toEqual({ ok: true, body: { n: 1 } });
    await left;
  });

  it("asks anew for one who comes just after the last one left", async () => {
    const { fetch, asked } = collector({ "/a": () => Response.json({ n: 1 }) });
    const cache = new AnswerCache(fetch);
    const leaver = new AbortController();
    const left = cache.ask("/a", leaver.signal);
    leaver.abort();
    expect(await cache.ask("/a", signal())).toEqual({ ok: true, body: { n: 1 } });
    expect(asked).toHaveLength(2);
    expect(await left).toEqual({ ok: false, failure: { kind: "offline" } });
  });

  it.each([
    [401, "denied"],
    [404, "missing"],
    [400, "rejected"],
    [503, "broken"],
  ])("tells %d as %s with the collector's own words", async (status, kind) => {
    const body = { error: { code: "WEIR_X", message: "why", hint: "do this" } };
    const { fetch } = collector({ "/a": () => Response.json(body, { status }) });
    expect(await new AnswerCache(fetch).ask("/a", signal())).toEqual({
      ok: false,
      failure: { kind, status, code: "WEIR_X", message: "why", hint: "do this" },
    });
  });

  it("tells a proxy's page and a lost connection apart", async () => {
    const { fetch } = collector({
      "/html": () => new Response("<p>hello"),
      "/bad": () => new Response("<p>", { status: 502 }),
    });
    const cache = new AnswerCache(fetch);
    expect(await cache.ask("/html", signal())).toEqual({ ok: false, failure: { kind: "broken", status: 200 } });
    expect(await cache.ask("/bad", signal())).toEqual({ ok: false, failure: { kind: "broken", status: 502 } });
    expect(await cache.ask("/gone", signal())).toEqual({ ok: false, failure: { kind: "offline" } });
  });

  it("takes what the collector has at hand where that will do; who wants a new answer asks for one", async () => {
    const asked: (string | undefined)[] = [];
    const fetch: Fetch = async (_url, { headers }) => {
      const soon = headers["cache-control"];
      asked.push(soon);
      await Promise.resolve();
      return Response.json({ n: soon === undefined ? 2 : 1 });
    };
    const cache = new AnswerCache(fetch);
    const both = [cache.ask("/a", signal(), "soon"), cache.ask("/a", signal())];
    expect(await Promise.all(both)).toEqual([
      { ok: true, body: { n: 1 } },
      { ok: true, body: { n: 2 } },
    ]);
    expect(asked).toEqual([`max-stale=${FIRST_ANSWER_AGE}`, undefined]);
  });

  it("keeps a bounded number of answers, the newest", async () => {
    const fetch: Fetch = async (url) => Response.json({ url });
    const cache = new AnswerCache(fetch);
    for (let index = 0; index < 61; index += 1) await cache.ask(`/${index}`, signal());
    expect(cache.peek("/0")).toBeUndefined();
    expect(cache.peek("/1")).toEqual({ url: "/1" });
    expect(cache.peek("/60")).toEqual({ url: "/60" });
  });
});
