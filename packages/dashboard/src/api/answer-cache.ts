import { FIRST_ANSWER_AGE } from "@weir/core";
import { failureOf } from "./failure.ts";
import type { Answer } from "./failure.ts";

/** The part of `fetch` that is used. */
export type Fetch = (
  url: string,
  init: {
    readonly headers: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
    readonly cache: "no-store";
  },
) => Promise<Pick<Response, "ok" | "status" | "headers" | "json">>;

interface Kept {
  readonly etag: string | undefined;
  readonly body: unknown;
}

/** Answers kept for going back and for asking "has it changed?"; the oldest leave first. */
const MOST_KEPT = 60;

/** Asks the collector, keeps what it said with its ETag, and joins equal questions that are under way. */
export class AnswerCache {
  readonly #fetch: Fetch;
  readonly #kept = new Map<string, Kept>();
  readonly #asking = new Map<
    string,
    { readonly answer: Promise<Answer<unknown>>; readonly abort: AbortController; waiting: number }
  >();

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  /** What the address last answered. */
  peek(url: string): unknown {
    return this.#kept.get(url)?.body;
  }

  /** Asks; `soon`: an answer that the collector has at hand will do. An unchanged answer (304) is the very object that was kept, so nothing needs to be drawn again. */
  async ask<Body>(url: string, signal: AbortSignal, wanted: "new" | "soon" = "new"): Promise<Answer<Body>> {
    // Who wants a new answer does not join those who are content with an older one.
    const shared = (wanted === "new" ? this.#asking.get(url) : undefined) ?? this.#begin(url, wanted);
    shared.waiting += 1;
    const leave = (): void => {
      shared.waiting -= 1;
      if (shared.waiting > 0) return;
      // Nobody may join a question that is being given up.
      if (this.#asking.get(url) === shared) this.#asking.delete(url);
      shared.abort.abort();
    };
    signal.addEventListener("abort", leave, { once: true });
    try {
      return (await shared.answer) as Answer<Body>;
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }

  #begin(
    url: string,
    wanted: "new" | "soon",
  ): { readonly answer: Promise<Answer<unknown>>; readonly abort: AbortController; waiting: number } {
    const abort = new AbortController();
    const answer = this.#request(url, abort.signal, wanted).finally(() => {
      if (this.#asking.get(url) === shared) this.#asking.delete(url);
    });
    const shared = { answer, abort, waiting: 0 };
    if (wanted === "new") this.#asking.set(url, shared);
    return shared;
  }

  async #request(url: string, signal: AbortSignal, wanted: "new" | "soon"): Promise<Answer<unknown>> {
    const kept = this.#kept.get(url);
    const headers = {
      accept: "application/json",
      ...(kept?.etag !== undefined && { "if-none-match": kept.etag }),
      ...(wanted === "soon" && { "cache-control": `max-stale=${FIRST_ANSWER_AGE}` }),
    };
    try {
      const response = await this.#fetch(url, { headers, signal, cache: "no-store" });
      if (response.status === 304 && kept !== undefined) {
        this.#keep(url, kept);
        return { ok: true, body: kept.body };
      }
      const body = await json(response);
      if (!response.ok) return { ok: false, failure: failureOf(response.status, body) };
      if (body === undefined) return { ok: false, failure: { kind: "broken", status: response.status } };
      this.#keep(url, { etag: response.headers.get("etag") ?? undefined, body });
      return { ok: true, body };
    } catch {
      // `fetch` rejects for nothing but a lost connection or an abort; the asker tells the two apart by its own signal.
      return { ok: false, failure: { kind: "offline" } };
    }
  }

  #keep(url: string, kept: Kept): void {
    this.#kept.delete(url);
    this.#kept.set(url, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}

async function json(response: Pick<Response, "json">): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    // Not JSON: a proxy's page, or an answer cut short. The status says the rest.
    return undefined;
  }
}
