import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LocalReceiver, slackAnswer } from "../../packages/collector/src/alert/testing/local-receiver.ts";
import { type Deployed, Staging, until } from "./alerts/staging.ts";
import { Story, STORY_RULES } from "./alerts/story.ts";
import { freePort } from "./free-port.ts";

const SECRET = "sEcReT-pAtH";

const staging = new Staging();
const slack = new LocalReceiver(slackAnswer);
let slackUrl: string;

beforeAll(async () => {
  await staging.open();
  slackUrl = await slack.start();
});

afterAll(async () => {
  await staging.close();
  await slack.stop();
});

const words = (): readonly string[] => slack.taken.map(({ text }) => text);

describe("alerts in staging", () => {
  it("tell once what deploy B brought, measure what C fixed, and notice that D brings it back", async () => {
    writeFileSync(join(staging.folder, "weir.alerts.yaml"), STORY_RULES);
    const [one, two] = [await freePort(), await freePort()];
    const [atOne, atTwo] = [new Story(one, "web"), new Story(two, "web")];
    const env = { SLACK_WEBHOOK_URL: `${slackUrl}/services/${SECRET}` };
    const first = await staging.collector("one", one, env);
    await staging.collector("two", two, env);

    const a = await staging.deploy("a07b2", "together", one);
    await a.request(40);
    await atOne.baseline();
    await a.stop();
    expect(slack.all).toEqual([]);

    const b = await staging.deploy("3f9c1e2", "in a row", one);
    await b.request(40);
    await until(async () => (slack.taken.length === 1 ? true : undefined));
    for (const part of [
      "New needless wait",
      "server.js",
      "dashboard",
      "new since 3f9c1e2",
      "proven",
      "Source",
      "#patch",
    ])
      expect(words()[0]).toContain(part);
    expect(words()[0]).toMatch(/up to \d+(?:–\d+)?\sms per request/);
    const opened = await atTwo.withStatus("new");

    const c = await staging.deploy("77aa11b", "together", two);
    await c.request(40);
    await oldPods(b);
    await until(async () => (slack.taken.length === 2 ? true : undefined));
    expect(words()[1]).toContain("Fixed");
    expect(words()[1]).toMatch(/−\d+(?:\.\d+)?\sms measured in 77aa11b/);
    const fixed = await atOne.withStatus("resolved");
    expect(fixed.fingerprint).toBe(opened.fingerprint);
    expect(fixed.gain?.measured.p50).toBeGreaterThan(30);
    expect(fixed.gain?.requests.after).toBeGreaterThanOrEqual(30);
    await oldPods(b);
    await b.stop();
    await c.stop();

    await staging.kill(first, "SIGKILL");
    const d = await staging.deploy("d00d111", "in a row", two);
    await d.request(40);
    await until(async () => (slack.taken.length === 3 ? true : undefined));
    expect(words()[2]).toContain("Needless wait is back");
    expect((await atTwo.withStatus("regressed")).fingerprint).toBe(opened.fingerprint);
    const detail = await atTwo.finding(opened.fingerprint);
    expect(detail.history.map(({ status }) => status)).toEqual(["new", "resolved", "regressed"]);

    // Nothing more was said, by either collector, and nothing shows where messages go.
    const deliveries = await atTwo.deliveries();
    expect(deliveries.map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
    expect(slack.all).toHaveLength(3);
    slack.standing({ status: 500, text: "no" });
    const test = await fetch(`http://127.0.0.1:${two}/api/v1/alerts/test`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{ "receiver": "slack" }',
    });
    expect(await test.json()).toMatchObject({ sent: false, failure: { reason: "failure.status", status: 500 } });
    const seen = JSON.stringify([await atTwo.alerts(), deliveries]);
    expect(seen).not.toContain(SECRET);
    expect(staging.printed).toContain("listening");
    expect(staging.printed).not.toContain(SECRET);
    expect(await (await fetch(`http://127.0.0.1:${two}/metrics`)).text()).toMatch(
      /weir_alert_sent_total\{receiver="slack"\}/,
    );
  });
});

/** Pods of an old version that still serve a little. */
async function oldPods(deployed: Deployed): Promise<void> {
  await deployed.request(16);
}
