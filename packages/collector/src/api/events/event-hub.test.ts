import { beforeEach, describe, expect, it } from "vitest";
import { COALESCE_MS, EVENT_RING, EventHub, MAX_ITEMS, type SentEvent } from "./event-hub.ts";

let now: number;
let timers: { at: number; run: () => void }[];
let hub: EventHub;
let heard: SentEvent[];

beforeEach(() => {
  now = 1_000_000;
  timers = [];
  heard = [];
  hub = new EventHub(
    () => now,
    (ms, run) => {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), 1);
    },
  );
  hub.listen((event) => heard.push(event));
});

function pass(ms: number): void {
  now += ms;
  const due = timers.filter(({ at }) => at <= now);
  timers = timers.filter(({ at }) => at > now);
  for (const { run } of due) run();
}

const route = (key: string, requests = 1) =>
  hub.publish({ name: "route.updated", key, item: { service: "shop", env: "dev", key, requests } });
const told = () => heard.map(({ name, items }) => [name, items.length]);

describe("EventHub", () => {
  it("speaks at once, then at most once a second per topic, with the newest of each thing", () => {
    route("a");
    route("b");
    route("a", 2);
    route("a", 3);
    expect(told()).toEqual([["route.updated", 1]]);
    pass(COALESCE_MS - 1);
    expect(heard).toHaveLength(1);
    pass(1);
    expect(heard[1]?.items).toEqual([
      { service: "shop", env: "dev", key: "b", requests: 1 },
      { service: "shop", env: "dev", key: "a", requests: 3 },
    ]);
    pass(10 * COALESCE_MS);
    expect(heard).toHaveLength(2);
  });

  it("keeps topics apart, and names of one topic a second apart", () => {
    route("a");
    hub.publish({ name: "finding.opened", key: "f", item: {} });
    hub.publish({ name: "finding.updated", key: "f", item: {} });
    hub.publish({ name: "finding.status", key: "f", item: {} });
    hub.publish({ name: "ingest.updated", key: "i", item: {} });
    expect(heard.map(({ name }) => name)).toEqual(["route.updated", "finding.opened", "ingest.updated"]);
    pass(COALESCE_MS);
    pass(COALESCE_MS);
    expect(heard.slice(3).map(({ name }) => name)).toEqual(["finding.updated", "finding.status"]);
  });

  it("names so many things and says that there were more", () => {
    route("first");
    for (let index = 0; index < MAX_ITEMS + 10; index += 1) route(`r${index}`);
    pass(COALESCE_MS);
    expect(heard[1]?.items).toHaveLength(MAX_ITEMS);
    expect(heard[1]?.more).toBe(true);
    expect(heard[0]?.more).toBe(false);
  });

  it("knows what was sent after an id, as far back as its ring goes", () => {
    for (let index = 0; index < EVENT_RING + 5; index += 1) {
      route(`r${index}`);
      pass(COALESCE_MS);
    }
    const ids = heard.map(({ id }) => id);
    expect(hub.since(ids.at(-1) ?? "")).toEqual([]);
    expect(hub.since(ids.at(-3) ?? "")?.map(({ id }) => id)).toEqual(ids.slice(-2));
    expect(hub.since(ids[4] ?? "")).toHaveLength(EVENT_RING);
    expect(hub.since(ids[3] ?? "")).toBeUndefined();
  });

  it("does not know ids of another life or of nobody", () => {
    route("a");
    const [sent] = heard;
    expect(new EventHub(() => now + 1).since(sent?.id ?? "")).toBeUndefined();
    for (const id of ["", "x", "-1", `${sent?.id}9`]) expect(hub.since(id)).toBeUndefined();
  });

  it("is quiet after close", () => {
    route("a");
    route("b");
    hub.close();
    expect(timers).toEqual([]);
    pass(COALESCE_MS);
    expect(heard).toHaveLength(1);
  });
});
