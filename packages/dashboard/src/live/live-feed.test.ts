import { describe, expect, it } from "vitest";
import { TOPICS } from "./topics.ts";
import { LiveFeed, POLL_EVERY, SLEEP_AFTER } from "./live-feed.ts";
import type { FeedHost, FeedState, StreamListener, TabMessage } from "./live-feed.ts";
import type { Topic } from "./topics.ts";

/** A browser with one lock, one channel and a clock that moves by hand. */
class Browser {
  now = 0;
  readonly tabs: Tab[] = [];
  readonly streams = new Set<StreamListener>();
  #holder = false;
  readonly #queue: { run: () => void; signal: AbortSignal }[] = [];
  readonly #timers: { at: number; run: () => void }[] = [];

  tab(locks = true): Tab {
    const tab = new Tab(this, locks);
    this.tabs.push(tab);
    return tab;
  }

  async lock(signal: AbortSignal, held: () => Promise<void>): Promise<void> {
    if (this.#holder) {
      await new Promise<void>((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error));
        this.#queue.push({ run: resolve, signal });
      });
    }
    this.#holder = true;
    await held();
    this.#holder = false;
    this.#queue.splice(
      0,
      this.#queue.findIndex((one) => !one.signal.aborted),
    );
    this.#queue.shift()?.run();
  }

  after(millis: number, run: () => void): () => void {
    const timer = { at: this.now + millis, run };
    this.#timers.push(timer);
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index !== -1) this.#timers.splice(index, 1);
    };
  }

  async pass(millis: number): Promise<void> {
    const end = this.now + millis;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((left, right) => left.at - right.at)[0];
      if (next === undefined) break;
      this.#timers.splice(this.#timers.indexOf(next), 1);
      this.now = next.at;
      next.run();
    }
    this.now = end;
    await settle();
  }
}

class Tab {
  readonly stale: (readonly Topic[])[] = [];
  state: FeedState = "asleep";
  readonly feed: LiveFeed;

  constructor(browser: Browser, locks: boolean) {
    const host: FeedHost = {
      lock: locks ? (signal, held) => browser.lock(signal, held) : undefined,
      open: (listener) => {
        browser.streams.add(listener);
        return { close: () => void browser.streams.delete(listener) };
      },
      post: (message: TabMessage) => {
        for (const other of browser.tabs) if (other !== this) queueMicrotask(() => other.feed.hear(message));
      },
      after: (millis, run) => browser.after(millis, run),
    };
    this.feed = new LiveFeed(
      host,
      (topics) => this.stale.push(topics),
      (state) => (this.state = state),
    );
  }
}

/** Lets every promise that is ready go on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

async function shown(browser: Browser, count: number): Promise<Tab[]> {
  const tabs = Array.from({ length: count }, () => browser.tab());
  for (const tab of tabs) tab.feed.show();
  await settle();
  return tabs;
}

describe("LiveFeed", () => {
  it("opens one stream for seven tabs, and every tab hears it", async () => {
    const browser = new Browser();
    const tabs = await shown(browser, 7);
    expect(browser.streams.size).toBe(1);
    const [stream] = browser.streams;
    stream?.opened();
    await settle();
    expect(tabs.map((tab) => tab.state)).toEqual(Array.from({ length: 7 }, () => "live"));
    for (const tab of tabs) tab.stale.length = 0;
    stream?.event("route.updated");
    await settle();
    expect(tabs.map((tab) => tab.stale)).toEqual(Array.from({ length: 7 }, () => [["routes"]]));
  });

  it("hands the stream on when the leading tab stays hidden, and makes the next one ask for everything", async () => {
    const browser = new Browser();
    const [first, second] = await shown(browser, 2);
    const [before] = browser.streams;
    second!.stale.length = 0;
    first!.feed.hide();
    await browser.pass(SLEEP_AFTER);
    expect(first!.state).toBe("asleep");
    expect(browser.streams.size).toBe(1);
    expect(browser.streams.has(before!)).toBe(false);
    expect(second!.stale).toContainEqual([...TOPICS]);
  });

  it("keeps the stream over a short look elsewhere", async () => {
    const browser = new Browser();
    const [tab] = await shown(browser, 1);
    const [before] = browser.streams;
    tab!.feed.hide();
    await browser.pass(SLEEP_AFTER - 1);
    tab!.feed.show();
    await browser.pass(SLEEP_AFTER * 2);
    expect(browser.streams.has(before!)).toBe(true);
  });

  it("closes the stream when every tab is hidden, and opens it again for the one that comes back", async () => {
    const browser = new Browser();
    const tabs = await shown(browser, 3);
    for (const tab of tabs) tab.feed.hide();
    await browser.pass(SLEEP_AFTER);
    expect(browser.streams.size).toBe(0);
    tabs[1]!.stale.length = 0;
    tabs[1]!.feed.show();
    await settle();
    expect(browser.streams.size).toBe(1);
    expect(tabs[1]!.stale).toContainEqual([...TOPICS]);
  });

  it("tells a tab that comes late how things stand", async () => {
    const browser = new Browser();
    await shown(browser, 1);
    const [stream] = browser.streams;
    stream?.opened();
    await settle();
    const late = browser.tab();
    late.feed.show();
    await settle();
    expect(late.state).toBe("live");
    stream?.broken();
    await settle();
    expect(late.state).toBe("connecting");
  });

  it("asks every few seconds where the browser has no locks, and stops when hidden", async () => {
    const browser = new Browser();
    const tab = browser.tab(false);
    tab.feed.show();
    expect(tab.state).toBe("polling");
    tab.stale.length = 0;
    await browser.pass(POLL_EVERY * 3);
    expect(tab.stale).toHaveLength(3);
    expect(browser.streams.size).toBe(0);
    tab.feed.hide();
    await browser.pass(SLEEP_AFTER);
    tab.stale.length = 0;
    await browser.pass(POLL_EVERY * 3);
    expect(tab.stale).toHaveLength(0);
  });

  it("takes an event it does not know as a reason to ask for everything", async () => {
    const browser = new Browser();
    const [tab] = await shown(browser, 1);
    tab!.stale.length = 0;
    const [stream] = browser.streams;
    stream?.event("resync");
    expect(tab!.stale).toEqual([[...TOPICS]]);
  });
});
