import { TOPICS, topicsOf } from "./topics.ts";
import type { Topic } from "./topics.ts";

/**
 * `live`: changes arrive as they happen. `connecting`: the stream is being (re)opened. `polling`: the browser cannot
 * share a stream between tabs, so pages ask every few seconds. `asleep`: hidden for a while, nothing is asked.
 */
export type FeedState = "connecting" | "live" | "polling" | "asleep";

/** An open stream of events. */
export interface Stream {
  close(): void;
}

export interface StreamListener {
  opened(): void;
  /** The connection broke; the stream tries again by itself. */
  broken(): void;
  event(name: string): void;
}

/** What passes between the tabs of one browser. */
export type TabMessage =
  | { readonly type: "event"; readonly name: string }
  | { readonly type: "state"; readonly state: FeedState }
  | { readonly type: "ask" };

/** The browser, as far as the feed needs it. */
export interface FeedHost {
  /** Resolves once this tab alone holds the lock; it keeps it until `held` settles. Absent where locks are not available. */
  readonly lock: ((signal: AbortSignal, held: () => Promise<void>) => Promise<void>) | undefined;
  open(listener: StreamListener): Stream;
  post(message: TabMessage): void;
  after(millis: number, run: () => void): () => void;
}

/** A hidden tab gives its stream back after this long, ms. */
export const SLEEP_AFTER = 30_000;
/** How often a page asks where streams cannot be shared, ms. */
export const POLL_EVERY = 5_000;

/**
 * One stream per browser. HTTP/1.1 allows six connections per host, so a stream per tab would stall the seventh.
 * Visible tabs queue for one lock; its holder opens the stream and tells the others. A tab that is hidden for
 * {@link SLEEP_AFTER} lets go, so the lock is always with a tab somebody may be looking at.
 */
export class LiveFeed {
  #state: FeedState = "asleep";
  #leave: (() => void) | undefined;
  #cancelSleep: (() => void) | undefined;
  #leads = false;
  readonly #host: FeedHost;
  readonly #stale: (topics: readonly Topic[]) => void;
  readonly #changed: (state: FeedState) => void;

  constructor(host: FeedHost, stale: (topics: readonly Topic[]) => void, changed: (state: FeedState) => void) {
    this.#host = host;
    this.#stale = stale;
    this.#changed = changed;
  }

  /** The tab came into sight. What it shows may be old. */
  show(): void {
    this.#cancelSleep?.();
    this.#cancelSleep = undefined;
    if (this.#leave !== undefined) return;
    this.#leave = this.#host.lock === undefined ? this.#poll() : this.#queue(this.#host.lock);
    this.#stale(TOPICS);
  }

  /** The tab went out of sight. */
  hide(): void {
    this.#cancelSleep ??= this.#host.after(SLEEP_AFTER, () => {
      this.#leave?.();
      this.#leave = undefined;
      this.#become("asleep");
    });
  }

  /** Another tab said something. */
  hear(message: TabMessage): void {
    if (message.type === "ask") {
      if (this.#leads) this.#host.post({ type: "state", state: this.#state });
      return;
    }
    if (this.#leave === undefined || this.#leads) return;
    if (message.type === "state") this.#become(message.state);
    else this.#stale(topicsOf(message.name));
  }

  #queue(lock: NonNullable<FeedHost["lock"]>): () => void {
    this.#become("connecting");
    this.#host.post({ type: "ask" });
    const waiting = new AbortController();
    let letGo = (): void => waiting.abort();
    void lock(waiting.signal, () => new Promise<void>((resolve) => (letGo = this.#lead(resolve)))).catch(
      (reason: unknown) => {
        // Aborted while still waiting: the tab was hidden before its turn came.
        if (!waiting.signal.aborted) throw reason;
      },
    );
    return () => letGo();
  }

  #lead(release: () => void): () => void {
    this.#leads = true;
    const stream = this.#host.open({
      opened: () => this.#tell("live"),
      broken: () => this.#tell("connecting"),
      event: (name) => {
        this.#host.post({ type: "event", name });
        this.#stale(topicsOf(name));
      },
    });
    // Whatever happened between the last leader's stream and this one was heard by nobody.
    this.#host.post({ type: "event", name: "resync" });
    this.#stale(TOPICS);
    return () => {
      stream.close();
      this.#leads = false;
      release();
    };
  }

  #poll(): () => void {
    this.#become("polling");
    let cancel = (): void => undefined;
    const again = (): void => {
      cancel = this.#host.after(POLL_EVERY, () => {
        this.#stale(TOPICS);
        again();
      });
    };
    again();
    return () => cancel();
  }

  #tell(state: FeedState): void {
    this.#become(state);
    this.#host.post({ type: "state", state });
  }

  #become(state: FeedState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#changed(state);
  }
}
