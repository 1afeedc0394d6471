import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY_MS } from "../store/day.ts";
import { MemoryStore } from "../store/memory/memory-store.ts";
import type { FindingQuery } from "../store/port.ts";
import { type DeskKit, FINGERPRINT, MINUTE, openDesk } from "./testing/desk-kit.ts";

const SHOWS = { fingerprint: FINGERPRINT, duration: 400, saved: 170 };
const FIXED = { duration: 230 };

let kit: DeskKit;

/** Counts what is dear to answer. */
class AskedStore extends MemoryStore {
  askedAboutMonths = 0;

  override findings(query: FindingQuery): ReturnType<MemoryStore["findings"]> {
    if (query.to - query.from > 7 * DAY_MS) this.askedAboutMonths += 1;
    return super.findings(query);
  }
}

beforeEach(async () => {
  kit = await openDesk();
});

afterEach(() => kit.close());

/** Deploy A without the wait, deploy B with it. */
async function introduce(): Promise<void> {
  await kit.traffic("a", 60, FIXED);
  await kit.pass(MINUTE);
  await kit.traffic("b", 60, SHOWS);
  await kit.pass(MINUTE);
}

describe("a wait that a deploy brings", () => {
  it("is told once, with place, reason, range, version and patch, within a minute", async () => {
    await introduce();
    await kit.pass(10 * MINUTE);
    expect(kit.slack.taken).toHaveLength(1);
    const text = kit.slack.taken[0]?.text ?? "";
    for (const part of [
      "page.tsx:14",
      "171–182",
      "new since b",
      "GET /cart",
      "/findings/f00d000000000001#patch",
      "Source",
    ])
      expect(text).toContain(part);
  });

  it("is told as fixed when it was measured, and as back when it came back", async () => {
    await introduce();
    await kit.traffic("c", 60, FIXED);
    await kit.pass(2 * MINUTE);
    expect(kit.slack.taken).toHaveLength(2);
    expect(kit.slack.taken[1]?.text).toMatch(
      /Fixed.*−165\sms measured in c \(171–182\sms predicted; 90 % interval −172\sms to −159\sms/su,
    );
    await kit.traffic("d", 10, SHOWS);
    await kit.pass(2 * MINUTE);
    expect(kit.slack.taken).toHaveLength(3);
    expect(kit.slack.taken[2]?.text).toContain("Needless wait is back");
  });

  it("is not called fixed when nothing was gained, and its gain is measured again on more requests", async () => {
    await introduce();
    await kit.traffic("c", 40, { duration: 400 });
    await kit.pass(2 * MINUTE);
    expect(kit.slack.taken[1]?.text).toMatch(/No longer seen.*no gain is measurable yet/su);
    expect(kit.slack.taken[1]?.text).not.toContain("Fixed");
    await kit.traffic("c", 400, { ...FIXED, at: kit.now() });
    await kit.pass(2 * MINUTE);
    const [life] = await kit.store.alertRows({ kind: "life" });
    const { gain } = (JSON.parse(life?.body ?? "{}") as { life: { gain: { measured: { p50: number } } } }).life;
    expect(gain.measured.p50).toBeGreaterThan(150);
    expect(kit.slack.taken).toHaveLength(2);
  });

  it("stays fixed while old pods still show it, and while the new deploy shows it too rarely", async () => {
    await introduce();
    await kit.traffic("c", 60, FIXED);
    await kit.pass(2 * MINUTE);
    await kit.traffic("b", 500, SHOWS);
    await kit.traffic("d", 4, SHOWS);
    await kit.pass(10 * MINUTE);
    expect(kit.slack.taken).toHaveLength(2);
  });

  it("is stale, not fixed, without traffic", async () => {
    await introduce();
    await kit.pass(25 * 60 * MINUTE);
    const lives = await kit.store.alertRows({ kind: "life" });
    expect(lives.map(({ body }) => (JSON.parse(body) as { life: { status: string } }).life.status)).toEqual(["stale"]);
    expect(kit.slack.taken.filter(({ text }) => text.includes("Fixed"))).toEqual([]);
  });

  it("is asked about once a minute when it has been quiet, however often there is news of others", async () => {
    await kit.close();
    const store = new AskedStore();
    kit = await openDesk({ store });
    await introduce();
    await kit.pass(25 * 60 * MINUTE);
    const before = store.askedAboutMonths;
    for (let turn = 0; turn < 18; turn += 1) {
      await kit.traffic("c", 1, { routeKey: "GET /orders" });
      await kit.pass(10_000);
    }
    const asked = store.askedAboutMonths - before;
    expect(asked).toBeGreaterThanOrEqual(2);
    expect(asked).toBeLessThanOrEqual(4);
  });

  it("is not called fixed while data is dropped, nor on requests that came before the last drop", async () => {
    await introduce();
    kit.drop(3);
    await kit.traffic("c", 60, FIXED);
    await kit.pass(4 * MINUTE);
    kit.drop(1);
    await kit.pass(20 * MINUTE);
    expect(kit.slack.taken.filter(({ text }) => text.includes("Fixed"))).toEqual([]);
    await kit.traffic("c", 40, FIXED);
    await kit.pass(2 * MINUTE);
    expect(kit.slack.taken.filter(({ text }) => text.includes("Fixed"))).toHaveLength(1);
  });

  it("says nothing of what was there before", async () => {
    await kit.traffic("a", 60, SHOWS);
    await kit.pass(10 * MINUTE);
    await kit.traffic("b", 60, SHOWS);
    await kit.pass(10 * MINUTE);
    expect(kit.slack.all).toEqual([]);
  });

  it("says nothing of development and previews", async () => {
    for (const env of ["development", "preview-42"]) {
      await kit.traffic("a", 60, { ...FIXED, env });
      await kit.pass(MINUTE);
      await kit.traffic("b", 60, { ...SHOWS, env });
    }
    await kit.pass(10 * MINUTE);
    expect(kit.slack.all).toEqual([]);
  });

  it("is sent by one of two collectors", async () => {
    kit.second();
    await introduce();
    await kit.pass(10 * MINUTE);
    expect(kit.slack.taken).toHaveLength(1);
  });

  it("is sent by the next collector when the first one is gone", async () => {
    const next = kit.second();
    await kit.traffic("a", 60, FIXED);
    await kit.pass(MINUTE);
    await kit.desk.stop();
    expect(next.sender).toBe("another");
    await kit.traffic("b", 60, SHOWS);
    await kit.pass(2 * MINUTE);
    expect(kit.slack.taken).toHaveLength(1);
    expect(next.sender).toBe("this");
  });
});

describe("much at once", () => {
  it("is one message per group and five minutes, and nothing is missing from the inbox", async () => {
    await kit.traffic("a", 60, FIXED);
    await kit.pass(MINUTE);
    for (let index = 0; index < 500; index += 1) {
      const fingerprint = index.toString(16).padStart(16, "0");
      await kit.traffic("b", 31, { ...SHOWS, routeKey: `GET /page/${index}`, fingerprint });
    }
    await kit.pass(4 * MINUTE);
    expect(kit.slack.taken).toHaveLength(1);
    expect(kit.slack.taken[0]?.text).toContain("500 new needless waits");
    expect(kit.slack.taken[0]?.text).toMatch(/49\d more/);
    expect(await kit.store.alertRows({ kind: "life" })).toHaveLength(500);
    for (let index = 500; index < 510; index += 1) {
      const fingerprint = index.toString(16).padStart(16, "0");
      await kit.traffic("b", 31, { ...SHOWS, routeKey: `GET /page/${index}`, fingerprint });
    }
    await kit.pass(30_000);
    expect(kit.slack.taken).toHaveLength(1);
    await kit.pass(5 * MINUTE);
    expect(kit.slack.taken).toHaveLength(2);
    expect(kit.slack.taken[1]?.text).toContain("10 new needless waits");
  }, 60_000);
});

describe("ingest", () => {
  it("that falls silent is told, and so is its return", async () => {
    await kit.traffic("a", 200, FIXED);
    await kit.pass(20 * MINUTE);
    expect(kit.slack.taken).toHaveLength(1);
    expect(kit.slack.taken[0]?.text).toMatch(
      /No more requests.*shop in staging had 3\.3 requests per minute, and none for 15m/su,
    );
    await kit.traffic("a", 5, FIXED);
    await kit.pass(6 * MINUTE);
    expect(kit.slack.taken[1]?.text).toContain("Requests arrive again");
  });

  it("that drops data is told", async () => {
    await kit.traffic("a", 10, FIXED);
    kit.drop(12);
    await kit.pass(2 * MINUTE);
    expect(kit.slack.taken[0]?.text).toContain("12 spans or requests dropped in the last 5m");
  });
});
