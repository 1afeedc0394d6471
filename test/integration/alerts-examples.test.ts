/**
 * The staging story on the example SvelteKit app: a build whose summary starts its calls together, and the one that
 * lets them wait in a row, deployed in turn under the same traffic to two collectors that share a store.
 */
import { copyFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LocalReceiver, slackAnswer } from "../../packages/collector/src/alert/testing/local-receiver.ts";
import type { Finding } from "../../packages/core/src/index.ts";
import { SVELTEKIT_APP } from "../../tools/start/build-steps.ts";
import { CollectorClient } from "../../tools/start/collector-client.ts";
import { readOptions } from "../../tools/start/options.ts";
import { ExampleStack, type Stack } from "../../tools/start/stack.ts";
import { Staging, until } from "./alerts/staging.ts";
import { Story, STORY_RULES } from "./alerts/story.ts";
import { ExampleCopy } from "./example-copy.ts";
import { freePort } from "./free-port.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const ROUTE = "src/routes/api/summary/+server.ts";
/** The same answer, with the calls that do not need each other started together. */
const TWIN = "src/routes/api/summary/fixed/+server.ts";
const WATERFALL = SVELTEKIT_APP.cwd;
/** What a finding needs and some more; how many are under way at once. */
const [REQUESTS, AT_ONCE] = [48, 4];
/** A message is to come within a minute of enough requests. Milliseconds. */
const A_MINUTE = 60_000;

const staging = new Staging();
const slack = new LocalReceiver(slackAnswer);
const clean = new ExampleCopy(WATERFALL, "clean");
let stack: ExampleStack;
let running: Stack;
let one: number;
let two: number;
let atOne: Story;
let atTwo: Story;
/** The finding that deploy B brought. */
let opened: Finding;

beforeAll(async () => {
  await staging.open();
  await clean.make();
  copyFileSync(join(ROOT, clean.folder, TWIN), join(ROOT, clean.folder, ROUTE));
  stack = new ExampleStack(await optionsOf(staging.folder), (line) => console.log(line));
  await stack.build(["sveltekit-app"]);
  await stack.buildCopy(SVELTEKIT_APP, clean.folder);
  running = await stack.start(["backend"]);

  writeFileSync(join(staging.folder, "weir.alerts.yaml"), STORY_RULES);
  const env = { SLACK_WEBHOOK_URL: `${await slack.start()}/services/T0/B0/x` };
  [one, two] = [await freePort(), await freePort()];
  [atOne, atTwo] = [new Story(one, "sveltekit-app"), new Story(two, "sveltekit-app")];
  await staging.collector("one", one, env);
  await staging.collector("two", two, env);
}, 300_000);

afterAll(async () => {
  await stack.stop();
  await staging.close();
  await slack.stop();
  await clean.remove();
}, 60_000);

describe("alerts about the example app in staging", () => {
  it("say nothing about the baseline: deploy A is clean", { timeout: A_MINUTE }, async () => {
    await deploy("a07b2", clean.folder, one);
    await atOne.baseline();
    expect(slack.all).toEqual([]);
  });

  it("tell once what deploy B brought, with all that is needed to act", { timeout: A_MINUTE }, async () => {
    await deploy("3f9c1e2", WATERFALL, one);
    const message = await nextMessage(1);
    opened = await atTwo.withStatus("new");
    for (const part of [
      "New needless wait",
      "GET /api/summary",
      ROUTE,
      "new since 3f9c1e2",
      "proven",
      "Source",
      `/findings/${opened.fingerprint}#patch`,
    ])
      expect(message).toContain(part);
    expect(message).toMatch(/up to \d+(?:–\d+)?\sms per request/);
    expect((await atTwo.finding(opened.fingerprint)).patch).toContain(`+++ b/${ROUTE}`);
  });

  it("say fixed with what deploy C was measured to gain", { timeout: A_MINUTE }, async () => {
    await deploy("77aa11b", clean.folder, two);
    const message = await nextMessage(2);
    expect(message).toContain("Fixed");
    expect(message).toMatch(/−\d+(?:\.\d+)?\sms measured in 77aa11b/);
    const fixed = await atOne.withStatus("resolved");
    expect(fixed.fingerprint).toBe(opened.fingerprint);
    expect(fixed.gain?.measured.range.low).toBeGreaterThan(0);
  });

  it("say that deploy D brought it back", { timeout: A_MINUTE }, async () => {
    await deploy("d00d111", WATERFALL, two);
    expect(await nextMessage(3)).toContain("Needless wait is back");
    expect((await atOne.withStatus("regressed")).fingerprint).toBe(opened.fingerprint);
    const { history } = await atTwo.finding(opened.fingerprint);
    expect(history.map(({ status }) => status)).toEqual(["new", "resolved", "regressed"]);
  });

  it("were sent once by the two collectors, and nothing else was", async () => {
    const sent = await until(async () => {
      const states = (await atTwo.deliveries()).map(({ state }) => state);
      return states.every((state) => state === "sent") ? states : undefined;
    });
    expect(sent).toHaveLength(3);
    expect(slack.all).toHaveLength(3);
    expect((await atOne.findings()).map(({ fingerprint }) => fingerprint)).toEqual([opened.fingerprint]);
  });
});

async function optionsOf(data: string): Promise<ReturnType<typeof readOptions>> {
  return readOptions(["--once"], {
    WEIR_EXAMPLE_BACKEND_PORT: String(await freePort()),
    WEIR_EXAMPLE_SVELTEKIT_PORT: String(await freePort()),
    WEIR_DATA: data,
  });
}

/** Puts a build in the app's place and sends it enough requests; all of them are analysed when it resolves. */
async function deploy(version: string, folder: string, port: number): Promise<void> {
  const endpoint = `http://127.0.0.1:${port}`;
  await stack.replace("sveltekit-app", folder, { WEIR_ENDPOINT: endpoint, WEIR_SERVICE_VERSION: version });
  const collector = new CollectorClient(endpoint);
  // The first request brings the route and its source to the collector.
  for (const times of [1, REQUESTS]) {
    const before = (await collector.status()).ingest.requests;
    await request(times);
    await until(async () => ((await collector.status()).ingest.requests >= before + times ? true : undefined));
  }
}

async function request(times: number): Promise<void> {
  for (let sent = 0; sent < times; sent += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, times - sent) }, async () => {
      const response = await fetch(`${running.urls["sveltekit-app"]}/api/summary`);
      expect(response.status, await response.text()).toBe(200);
    });
    await Promise.all(some);
  }
}

/** The text of the last of `count` messages, once so many have come. */
async function nextMessage(count: number): Promise<string> {
  const taken = await until(async () => (slack.taken.length >= count ? slack.taken : undefined));
  expect(taken).toHaveLength(count);
  return taken[count - 1]?.text ?? "";
}
