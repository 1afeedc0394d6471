import type { Route, RouteTrend } from "@weir/core";
import { SvelteMap } from "svelte/reactivity";
import { trendsAddress } from "../api/addresses.ts";
import { answers } from "../api/client.ts";
import type { Search } from "../router/search.ts";

/** Routes in one question; the API takes no more. */
const MOST = 60;
/** A scroll asks once it rests. Milliseconds. */
const REST = 120;

/** The small lines beside routes, asked for as their rows come into sight, each once per scope and minute. */
export class Trends {
  readonly #known = new SvelteMap<string, RouteTrend["p50"]>();
  readonly #asked = new Set<string>();
  #waiting: readonly Route[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #scope = "";
  #leaving = new AbortController();

  of(route: Route): RouteTrend["p50"] | undefined {
    return this.#known.get(nameOf(route));
  }

  /** These rows are in sight now. */
  show(routes: readonly Route[], search: Search, now: number): void {
    const scope = trendsAddress("", "", [], search, now);
    if (scope !== this.#scope) {
      this.#scope = scope;
      this.#asked.clear();
    }
    this.#waiting = routes;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(search, now), REST);
  }

  /** The list is gone. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#leaving.abort();
  }

  async #ask(search: Search, now: number): Promise<void> {
    const wanted = this.#waiting.filter((route) => !this.#asked.has(nameOf(route))).slice(0, MOST);
    const apps = new Set(wanted.map(appOf));
    await Promise.all(
      [...apps].map((app) =>
        this.#askFor(
          wanted.filter((route) => appOf(route) === app),
          search,
          now,
        ),
      ),
    );
  }

  async #askFor(routes: readonly Route[], search: Search, now: number): Promise<void> {
    const [first] = routes;
    if (first === undefined) return;
    const { service, env } = first;
    for (const route of routes) this.#asked.add(nameOf(route));
    const keys = routes.map(({ key }) => key);
    const address = trendsAddress(service, env, keys, search, now);
    const answer = await answers.ask<{ readonly trends: readonly RouteTrend[] }>(address, this.#leaving.signal);
    // Without an answer the line stays away; the row says everything else.
    if (!answer.ok) return;
    for (const { key, p50 } of answer.body.trends) this.#known.set(nameOf({ service, env, key }), p50);
  }
}

function appOf({ service, env }: Route): string {
  return JSON.stringify([service, env]);
}

function nameOf({ service, env, key }: Pick<Route, "service" | "env" | "key">): string {
  return JSON.stringify([service, env, key]);
}
