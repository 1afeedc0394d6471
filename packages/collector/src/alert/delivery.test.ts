import { existsSync, unlinkSync } from "node:fs";
import { inspect } from "node:util";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DeskKit, FINGERPRINT, MINUTE, openDesk } from "./testing/desk-kit.ts";
import { LocalReceiver } from "./testing/local-receiver.ts";

const SHOWS = { fingerprint: FINGERPRINT, duration: 400, saved: 170 };
const HOUR = 60 * MINUTE;

let kit: DeskKit;
let hook: LocalReceiver;
let hookUrl: string;

beforeEach(async () => {
  hook = new LocalReceiver(() => ({ status: 200, text: "" }));
  hookUrl = await hook.start();
  kit = await openDesk({
    env: { HOOK: `${hookUrl}/in/sEcReT`, KEY: `whsec_${Buffer.alloc(32, 7).toString("base64")}` },
    rules: rules(),
  });
});

afterEach(async () => {
  await kit.close();
  await hook.stop();
});

function rules(more = ""): string {
  return `version: 1
rules:
  - { id: new, when: finding.opened, if: { newSince: deploy }, notify: [slack, hook] }
receivers:
  slack: { slack: { url: \${SLACK_WEBHOOK_URL} } }
  hook: { webhook: { url: \${HOOK}, secret: \${KEY} } }
${more}`;
}

async function introduce(version = "b", fingerprint = FINGERPRINT): Promise<void> {
  await kit.traffic("a", 60);
  await kit.pass(MINUTE);
  await kit.traffic(version, 60, { ...SHOWS, fingerprint });
  await kit.pass(MINUTE);
}

const states = async () =>
  (await kit.desk.deliveries.list({ limit: 50 })).deliveries
    .map(({ receiver, state }) => `${receiver} ${state}`)
    .sort();

describe("a receiver", () => {
  it("that is down for an hour gets everything afterwards, with the same id in every try", async () => {
    hook.standing({ status: 503, text: "down" });
    await introduce();
    await kit.pass(HOUR);
    expect(await states()).toEqual(["hook retrying", "slack sent"]);
    hook.standing(undefined);
    await kit.pass(3 * HOUR);
    expect(await states()).toContain("hook sent");
    const ids = hook.all
      .filter(({ text }) => text.includes("finding.opened"))
      .map(({ headers }) => headers["webhook-id"]);
    // At once, then after 5 s, 5 min, 30 min and 2 h, each a little later.
    expect(ids.length).toBe(5);
    expect(new Set(ids).size).toBe(1);
  });

  it("that asks to wait is left alone for as long", async () => {
    hook.order({ status: 429, headers: { "retry-after": "1800" } });
    await introduce();
    await kit.pass(29 * MINUTE);
    expect(hook.all).toHaveLength(1);
    await kit.pass(10 * MINUTE);
    expect(hook.taken.length).toBeGreaterThanOrEqual(1);
  });

  it("that says it is gone is switched off, and another one is told", async () => {
    hook.order({ status: 410 });
    await introduce();
    await kit.pass(MINUTE);
    expect(await states()).toContain("hook dead");
    expect(kit.slack.taken.at(-1)?.text).toMatch(/hook said that it is gone/);
    const [letter] = (await kit.desk.deliveries.list({ state: "dead", limit: 10 })).deliveries;
    expect(letter).toMatchObject({ receiver: "hook", failure: { reason: "failure.gone", status: 410 } });
    await kit.desk.enable("hook");
    await kit.desk.deliveries.replay(letter?.id ?? "");
    await kit.pass(MINUTE);
    expect(hook.taken.map(({ headers }) => headers["webhook-id"])).toContain(letter?.id);
  });

  it("that fails twenty times in a row is switched off, told about, and tried again later", async () => {
    hook.standing({ status: 500 });
    await kit.traffic("a", 60);
    await kit.pass(MINUTE);
    for (let index = 0; index < 12; index += 1) {
      await kit.traffic(`v${index}`, 40, {
        ...SHOWS,
        routeKey: `GET /p/${index}`,
        fingerprint: `f00d0000000000${10 + index}`,
      });
      await kit.pass(MINUTE);
    }
    await kit.pass(10 * MINUTE);
    const note = (await kit.desk.receiverNotes()).get("hook");
    expect(note?.health.disabledAt).toBeDefined();
    expect(kit.slack.taken.some(({ text }) => /hook failed \d+ times in a row/.test(text))).toBe(true);
    hook.standing(undefined);
    await kit.pass(4 * HOUR);
    expect((await kit.desk.receiverNotes()).get("hook")?.health).toMatchObject({ failures: 0 });
    const unsent = (await kit.desk.deliveries.list({ receiver: "hook", limit: 100 })).deliveries.filter(
      ({ state }) => state !== "sent",
    );
    expect(unsent).toEqual([]);
  });

  it("that stalls holds up no other", async () => {
    hook.standing("stall");
    await kit.traffic("a", 60);
    await kit.pass(MINUTE);
    await kit.traffic("b", 60, SHOWS);
    // Without waiting for the lane that stalls.
    for (let round = 0; round < 8 && kit.slack.taken.length === 0; round += 1) await kit.tick(10_000, "slack");
    expect(kit.slack.taken).toHaveLength(1);
    // Nor the end of the collector.
    await kit.desk.stop(20);
    expect(kit.desk.sender).toBe("another");
    await hook.stop();
    await hook.start();
  });

  it("shows its numbers to Prometheus", async () => {
    hook.standing({ status: 503 });
    await introduce();
    await kit.pass(MINUTE);
    const text = kit.metrics.text();
    expect(text).toMatch(/weir_alert_queue\{receiver="hook"\} 1/);
    expect(text).toMatch(/weir_alert_queue\{receiver="slack"\} 0/);
    expect(text).toMatch(/weir_alert_failures_total\{receiver="hook",reason="failure.status"\} [1-9]/);
    expect(text).toMatch(/weir_alert_sent_total\{receiver="slack"\} 1/);
    expect(text).toMatch(/weir_alert_last_success_seconds\{receiver="slack"\} \d{10}/);
  });

  it("takes a real test message, and says why when it does not", async () => {
    expect(await kit.desk.test("slack")).toMatchObject({ receiver: "slack", sent: true });
    expect(kit.slack.taken[0]?.text).toContain("Test message");
    hook.order({ status: 403 });
    expect(await kit.desk.test("hook")).toMatchObject({
      sent: false,
      failure: { reason: "failure.status", status: 403 },
    });
  });
});

describe("the rule file", () => {
  it("holds from the moment it is written, and a broken one changes nothing but what is said about it", async () => {
    kit.rules("version: 1\nrules:\n  - { id: new, when: finding.opend, notify: [slack] }\n");
    await introduce();
    expect(kit.desk.file).toMatchObject({ state: "broken", faults: [{ line: 3, key: "rules[0].when" }] });
    const texts = kit.slack.taken.map(({ text }) => text);
    expect(texts.some((text) => text.includes("weir.alerts.yaml, line 3, rules[0].when"))).toBe(true);
    expect(texts.some((text) => text.includes("New needless wait"))).toBe(true);
    kit.rules(rules("mute: [ { match: { route: '/cart' }, reason: known } ]"));
    await kit.traffic("c", 60, { ...SHOWS, fingerprint: "f00d000000000002" });
    await kit.pass(6 * MINUTE);
    expect(kit.desk.file.state).toBe("ok");
    expect(kit.slack.taken.some(({ text }) => text.includes("f00d000000000002"))).toBe(false);
    expect(kit.slack.taken.some(({ text }) => text.includes("is in order again"))).toBe(true);
  });

  it("that goes away leaves the rules it held", async () => {
    unlinkSync(join(kit.folder, "weir.alerts.yaml"));
    expect(existsSync(join(kit.folder, "weir.alerts.yaml"))).toBe(false);
    await introduce();
    expect(kit.desk.file.state).toBe("broken");
    expect(hook.taken.length).toBeGreaterThan(0);
  });

  it("can be tried on what happened, without sending anything", async () => {
    await introduce();
    const before = kit.slack.all.length + hook.all.length;
    const tried = await kit.desk.dryRun(0, rules("mute: [ { match: { env: staging }, reason: test } ]"));
    expect(tried).toMatchObject({ messages: [], held: [{ reason: "held.muted", count: 2 }] });
    const asNow = await kit.desk.dryRun(0, undefined);
    expect(asNow.messages.map(({ receiver }) => receiver).sort()).toEqual(["hook", "slack"]);
    expect((await kit.desk.dryRun(0, "version: 3")).faults).toHaveLength(1);
    expect(kit.slack.all.length + hook.all.length).toBe(before);
  });
});

describe("a silence", () => {
  it("keeps quiet until it ends", async () => {
    await kit.desk.silences.begin({ env: "staging" }, "release night", "kim", kit.now() + HOUR);
    await introduce();
    expect(kit.slack.all).toEqual([]);
    await kit.pass(HOUR);
    await kit.traffic("c", 60, { ...SHOWS, fingerprint: "f00d000000000002" });
    await kit.pass(2 * MINUTE);
    expect(kit.slack.taken).toHaveLength(1);
  });
});

describe("secrets", () => {
  it("are in no row, no answer, no printed object", async () => {
    hook.standing({ status: 500, text: "no" });
    await introduce();
    await kit.pass(MINUTE);
    const rows = (
      await Promise.all(
        (["life", "change", "group", "delivery", "receiver", "app"] as const).map((kind) =>
          kit.store.alertRows({ kind }),
        ),
      )
    ).flat();
    const [delivery] = (await kit.desk.deliveries.list({ receiver: "hook", limit: 1 })).deliveries;
    const seen = [
      JSON.stringify(rows),
      JSON.stringify(await kit.desk.delivery(delivery?.id ?? "")),
      JSON.stringify([...kit.desk.settings.receivers.values()]),
      inspect(kit.desk.settings, { depth: 9 }),
      inspect(kit.desk.receivers, { depth: 9 }),
      kit.metrics.text(),
    ].join("\n");
    expect(seen).not.toMatch(/sEcReT|whsec_|services\/T000/);
  });
});
