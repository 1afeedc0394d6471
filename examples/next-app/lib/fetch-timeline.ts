import { subscribe } from "node:diagnostics_channel";
import { cache } from "react";

interface TimelineEntry {
  name: string;
  start: number;
  end?: number;
  failed?: boolean;
}

interface UpstreamRequest {
  path: string;
}

/** The upstream requests of one render, so that a page can show what it waited for. */
class FetchTimeline {
  readonly entries: TimelineEntry[] = [];
  private origin: number | undefined;
  private waiting: { count: number; resolve: () => void }[] = [];

  begin(name: string): TimelineEntry {
    this.origin ??= performance.now();
    const entry: TimelineEntry = { name, start: performance.now() - this.origin };
    this.entries.push(entry);
    return entry;
  }

  settle(entry: TimelineEntry, failed: boolean): void {
    entry.end = performance.now() - (this.origin ?? 0);
    entry.failed = failed;
    const done = this.entries.filter(({ end }) => end !== undefined).length;
    this.waiting = this.waiting.filter(({ count, resolve }) => {
      if (count > done) return true;
      resolve();
      return false;
    });
  }

  /** Settles once `count` requests of this render are over. */
  finished(count: number): Promise<void> {
    const done = this.entries.filter(({ end }) => end !== undefined).length;
    if (done >= count) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ count, resolve }));
  }
}

export const fetchTimeline = cache(() => new FetchTimeline());

const open = new WeakMap<object, { timeline: FetchTimeline; entry: TimelineEntry }>();

function settle(message: unknown, failed: boolean): void {
  const { request } = message as { request: object };
  const found = open.get(request);
  if (found === undefined) return;
  open.delete(request);
  found.timeline.settle(found.entry, failed);
}

const SUBSCRIBED = Symbol.for("shop.fetch-timeline");
const registry = globalThis as { [SUBSCRIBED]?: boolean };

// One subscription per process, however many bundles hold a copy of this module.
if (!registry[SUBSCRIBED]) {
  registry[SUBSCRIBED] = true;
  subscribe("undici:request:create", (message) => {
    const { request } = message as { request: UpstreamRequest };
    const timeline = fetchTimeline();
    const name = request.path.replace(/^\/back-office\//, "").replace(/^feeds\//, "");
    open.set(request, { timeline, entry: timeline.begin(name) });
  });
  subscribe("undici:request:trailers", (message) => settle(message, false));
  subscribe("undici:request:error", (message) => settle(message, true));
}
