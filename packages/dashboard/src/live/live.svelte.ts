import { apiUrl } from "../api/client.ts";
import { LiveFeed } from "./live-feed.ts";
import type { FeedHost, FeedState, Stream, StreamListener, TabMessage } from "./live-feed.ts";
import { EVENTS } from "./topics.ts";
import type { Topic } from "./topics.ts";

const NAME = "weir-live";
/** Pages ask again at most this often per topic, ms. */
const CALM = 1_000;

/** Whether pages keep up with the collector, and the switch that stops all movement. */
class Live {
  #state = $state<FeedState>("asleep");
  #paused = $state(false);
  readonly #channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(NAME) : undefined;
  readonly #listeners = new Set<(topics: readonly Topic[]) => void>();
  readonly #stale = new Set<Topic>();
  #waiting = false;

  get state(): FeedState | "paused" {
    return this.#paused ? "paused" : this.#state;
  }

  start(): void {
    const feed = new LiveFeed(
      this.#host(),
      (topics) => this.#collect(topics),
      (state) => (this.#state = state),
    );
    this.#channel?.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => feed.hear(data));
    const look = (): void => (document.hidden ? feed.hide() : feed.show());
    document.addEventListener("visibilitychange", look);
    look();
  }

  toggle(): void {
    this.#paused = !this.#paused;
    if (!this.#paused) this.#tell();
  }

  /** Calls back when one of the topics has grown stale, at most once a second. */
  onStale(topics: readonly Topic[], run: () => void): () => void {
    const listener = (stale: readonly Topic[]): void => {
      if (stale.some((topic) => topics.includes(topic))) run();
    };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #collect(topics: readonly Topic[]): void {
    for (const topic of topics) this.#stale.add(topic);
    if (this.#waiting) return;
    this.#waiting = true;
    setTimeout(() => {
      this.#waiting = false;
      this.#tell();
    }, CALM);
  }

  #tell(): void {
    if (this.#paused || this.#stale.size === 0) return;
    const stale = [...this.#stale];
    this.#stale.clear();
    for (const listener of this.#listeners) listener(stale);
  }

  #host(): FeedHost {
    // Locks exist only where the page is served over HTTPS or from this machine.
    const locks = this.#channel === undefined ? undefined : (navigator.locks as LockManager | undefined);
    return {
      lock: locks && ((signal, held) => locks.request(NAME, { signal }, held)),
      open,
      post: (message) => this.#channel?.postMessage(message),
      after: (millis, run) => {
        const timer = setTimeout(run, millis);
        return () => clearTimeout(timer);
      },
    };
  }
}

function open(listener: StreamListener): Stream {
  const source = new EventSource(apiUrl("events"));
  source.addEventListener("open", () => listener.opened());
  source.addEventListener("error", () => listener.broken());
  for (const name of EVENTS) source.addEventListener(name, () => listener.event(name));
  return source;
}

export const live: Live = new Live();
