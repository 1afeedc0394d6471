import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openCollectors, type TestCollector } from "../testing/collectors.ts";
import { noticeId, NoticeShelf } from "./notice-shelf.ts";

let collectors: readonly TestCollector[] = [];
afterEach(() => Promise.all(collectors.map((collector) => collector.close())));

const upload = { service: "shop", env: "staging", files: [{ path: "/app/page.js", map: "{}", root: "/app" }] };

describe("what an agent told one collector", () => {
  it("is done by all of them once, also by one that was away", async () => {
    const opened = await openCollectors();
    collectors = opened;
    const [first, second, third] = opened;
    third.isAway = true;
    await first.notices.tell("sources", upload, 5);
    await first.notices.tell("hello", { service: "shop", pid: 1 }, 6, "shop");
    await first.notices.tell("hello", { service: "shop", pid: 2 }, 7, "shop");
    await second.notices.look();
    const both = [
      { kind: "sources", content: upload, at: 5 },
      { kind: "hello", content: { service: "shop", pid: 1 }, at: 6 },
    ];
    expect(second.told).toEqual(both);
    third.isAway = false;
    first.isAway = true;
    // Those who were told tell it on.
    for (let round = 0; round < 2; round += 1) await third.notices.look();
    expect(third.told).toEqual(both);
    expect(first.told).toEqual([]);
    expect(opened.flatMap(({ failures }) => failures)).toEqual([]);
  });

  it("is asked for again by one that could not act on it", async () => {
    const opened = await openCollectors();
    collectors = opened;
    const [first, second] = opened;
    second.isBusy = true;
    await first.notices.tell("sources", upload, 5);
    await second.notices.look();
    expect(second.told).toEqual([]);
    second.isBusy = false;
    await second.notices.look();
    expect(second.told).toEqual([{ kind: "sources", content: upload, at: 5 }]);
  });
});

it("says where no peer answers that knows the token, and not where nobody is", async () => {
  const [first, second, third] = await openCollectors({ token: "p".repeat(16) });
  collectors = [first, second, third];
  third.isAway = true;
  await first.notices.look();
  expect(first.failures).toEqual([]);
  second.tokens.splice(0, 1, "q".repeat(16));
  await first.notices.look();
  expect(first.failures).toMatchObject([{ code: "WEIR_NO_PEER_THERE" }]);
});

describe("NoticeShelf", () => {
  const bounds = { hello: { notices: 10, bytes: 1_000 }, sources: { notices: 3, bytes: 100 } };
  const head = (number: number) => ({ id: noticeId("sources", String(number)), kind: "sources" as const, at: number });

  it("is found as it was by the next process", () => {
    const folder = mkdtempSync(join(tmpdir(), "weir-notices-"));
    const shelf = new NoticeShelf(folder);
    shelf.put(head(1), Buffer.from("one"));
    shelf.put(head(2), Buffer.from("two"));
    const next = new NoticeShelf(folder);
    expect(next.list).toEqual(shelf.list);
    expect(next.read(head(2).id)?.toString()).toBe("two");
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["notices", 1, [2, 3, 4]],
    ["bytes", 40, [3, 4]],
  ])("lets the oldest go at its bound of %s, and does not take them back", (_what, size, left) => {
    const shelf = new NoticeShelf(undefined, bounds);
    for (const number of [1, 2, 3, 4]) shelf.put(head(number), Buffer.alloc(size));
    const kept = shelf.list.map(({ at }) => at);
    expect(kept).toEqual(left);
    expect(shelf.dropped).toBe(4 - left.length);
    shelf.put(head(1), Buffer.alloc(size));
    expect(shelf.list.map(({ at }) => at)).toEqual(left);
    expect(shelf.read(head(1).id)).toBeUndefined();
  });
});
