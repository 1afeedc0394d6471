import type { Clock } from "../../clock.ts";

/** Events kept so that a browser that lost its connection can catch up. */
export const EVENT_RING = 1_000;
/** A topic speaks at most once in so long; what happens meanwhile is sent together. Milliseconds. */
export const COALESCE_MS = 1_000;
/** Things named in one event; a page that hears of so many reads everything again anyway. */
export const MAX_ITEMS = 500;

/** What happened, and to what: `key` is equal for news that replace one another. */
export interface News {
  readonly name: EventName;
  readonly key: string;
  readonly item: EventItem;
}

export type EventName =
  | "route.updated"
  | "finding.opened"
  | "finding.updated"
  | "finding.status"
  | "ingest.updated"
  | "agent.hello"
  | "alerts.updated";

interface EventItem {
  readonly service?: string;
  readonly env?: string;
  readonly [field: string]: unknown;
}

export const TOPICS = ["routes", "findings", "status", "alerts"] as const;
export type Topic = (typeof TOPICS)[number];

export interface SentEvent {
  readonly id: string;
  readonly name: EventName;
  readonly topic: Topic;
  readonly at: number;
  readonly items: readonly EventItem[];
  /** More happened than the event names. */
  readonly more: boolean;
}

export type EventListener = (event: SentEvent) => void;

interface Pending {
  readonly items: Map<string, EventItem>;
  more: boolean;
}

/** Runs something later; returns how to call it off. */
export type After = (ms: number, run: () => void) => () => void;

/** Collects news, sends them at most once a second per topic, and remembers what was sent. */
export class EventHub {
  readonly #clock: Clock;
  readonly #after: After;
  readonly #boot: string;
  readonly #listeners = new Set<EventListener>();
  readonly #ring: SentEvent[] = [];
  readonly #pending = new Map<Topic, Map<EventName, Pending>>();
  readonly #quietUntil = new Map<Topic, number>();
  readonly #timers = new Map<Topic, () => void>();
  #sequence = 0;

  constructor(clock: Clock, after: After = later) {
    this.#clock = clock;
    this.#after = after;
    this.#boot = clock().toString(36);
  }

  publish({ name, key, item }: News): void {
    const topic = topicOf(name);
    const names = this.#pending.get(topic) ?? new Map<EventName, Pending>();
    this.#pending.set(topic, names);
    const pending = names.get(name) ?? { items: new Map<string, EventItem>(), more: false };
    names.set(name, pending);
    if (pending.items.size < MAX_ITEMS || pending.items.has(key)) pending.items.set(key, item);
    else pending.more = true;
    this.#schedule(topic);
  }

  listen(listener: EventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What was sent after this id; `undefined` when that is no longer known and the listener must read everything anew. */
  since(id: string): readonly SentEvent[] | undefined {
    const [boot, number] = id.split("-");
    const last = Number(number);
    if (boot !== this.#boot || !Number.isSafeInteger(last) || last > this.#sequence) return undefined;
    const oldest = this.#sequence - this.#ring.length;
    return last < oldest ? undefined : this.#ring.slice(last - oldest);
  }

  close(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#listeners.clear();
  }

  #schedule(topic: Topic): void {
    if (this.#timers.has(topic)) return;
    const wait = (this.#quietUntil.get(topic) ?? 0) - this.#clock();
    if (wait <= 0) this.#send(topic);
    else
      this.#timers.set(
        topic,
        this.#after(wait, () => this.#due(topic)),
      );
  }

  #due(topic: Topic): void {
    this.#timers.delete(topic);
    this.#send(topic);
  }

  /** Sends the name that waits longest; another name of the topic has its turn a second later. */
  #send(topic: Topic): void {
    const names = this.#pending.get(topic);
    const [next] = names ?? [];
    if (names === undefined || next === undefined) return;
    const [name, { items, more }] = next;
    names.delete(name);
    this.#sequence += 1;
    const at = this.#clock();
    const event = { id: `${this.#boot}-${this.#sequence}`, name, topic, at, items: [...items.values()], more };
    this.#ring.push(event);
    if (this.#ring.length > EVENT_RING) this.#ring.shift();
    this.#quietUntil.set(topic, at + COALESCE_MS);
    for (const listener of this.#listeners) listener(event);
    if (names.size > 0) this.#schedule(topic);
  }
}

function topicOf(name: EventName): Topic {
  if (name.startsWith("route.")) return "routes";
  if (name.startsWith("alerts.")) return "alerts";
  return name.startsWith("finding.") ? "findings" : "status";
}

function later(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
}
