import type { Route } from "@weir/core";
import { MOST_ROWS, routesAddress } from "../api/addresses.ts";
import { answers } from "../api/client.ts";
import type { Answer } from "../api/failure.ts";
import type { Search } from "../router/search.ts";
import { MOST_SEARCHED } from "./pattern.ts";

interface Page {
  readonly routes: readonly Route[];
  readonly nextCursor: string | null;
}

/** Every route of a scope, not only those that were scrolled to; at most `MOST_SEARCHED`. */
export async function allRoutes(search: Search, now: number): Promise<Answer<readonly Route[]>> {
  const { signal } = new AbortController();
  const routes: Route[] = [];
  let cursor: string | undefined;
  do {
    const answer = await answers.ask<Page>(routesAddress(search, now, cursor, MOST_ROWS), signal);
    if (!answer.ok) return answer;
    routes.push(...answer.body.routes);
    cursor = answer.body.nextCursor ?? undefined;
  } while (cursor !== undefined && routes.length < MOST_SEARCHED);
  return { ok: true, body: routes.slice(0, MOST_SEARCHED) };
}
