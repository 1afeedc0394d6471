import { toMillis } from "@weir/core";
import type { News } from "../api/events/event-hub.ts";
import { BoundedMap } from "./bounded-map.ts";
import type { Outline } from "./outline.ts";

/** Findings already announced; one that is forgotten is announced again. */
const MAX_TOLD = 10_000;
/** A wait shorter than this, or than this share of the request, is not worth a line in anybody's terminal. */
const FLOOR_MS = 10;
const FLOOR_SHARE = 0.05;

/** What open pages and agents are told after requests were stored. Of equal keys the newer news replaces the older. */
export class Newsroom {
  readonly #told = new BoundedMap<string, true>(MAX_TOLD);

  after(outlines: readonly Outline[]): readonly News[] {
    return outlines.flatMap((outline) => [routeNews(outline), ...this.#findings(outline)]);
  }

  #findings(outline: Outline): News[] {
    const { service, env, version, routeKey: route } = outline;
    const duration = toMillis(outline.duration);
    return outline.fixes.map(({ fingerprint, saved }): News => {
      const possible = { low: duration - toMillis(saved.high), high: duration - toMillis(saved.low) };
      const key = [service, env, version, fingerprint].join("\u0000");
      const worthIt = toMillis(saved.low) >= Math.max(FLOOR_MS, FLOOR_SHARE * duration);
      const isNew = worthIt && this.#told.get(key) === undefined;
      if (isNew) this.#told.set(key, true);
      return {
        name: isNew ? "finding.opened" : "finding.updated",
        key,
        item: { service, env, fingerprint, route, duration, possible },
      };
    });
  }
}

function routeNews({ service, env, routeKey: key }: Outline): News {
  return { name: "route.updated", key: [service, env, key].join("\u0000"), item: { service, env, key } };
}
