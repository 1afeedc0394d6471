import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DeskKit, FINGERPRINT, MINUTE, openDesk } from "../../alert/testing/desk-kit.ts";
import { alerts, deliveryDetail, deliveryList, dryRunAnswer, gainList, testResult } from "../schema/alerts.ts";
import { findingDetail } from "../schema/finding.ts";
import { type ApiServer, openApi } from "../testing/api-server.ts";

const SHOWS = { fingerprint: FINGERPRINT, duration: 400, saved: 170 };

let kit: DeskKit;
let api: ApiServer;

beforeEach(async () => {
  kit = await openDesk();
  api = await openApi("memory", { store: kit.store, alerts: kit.desk, clock: kit.now });
});

afterEach(async () => {
  await api.close();
  await kit.close();
});

/** A clean deploy, one that brings a wait, and one that fixes it. */
async function story(): Promise<void> {
  await kit.traffic("a", 60, { duration: 230 });
  await kit.pass(MINUTE);
  await kit.traffic("b", 60, SHOWS);
  await kit.pass(MINUTE);
  await kit.traffic("c", 60, { duration: 230 });
  await kit.pass(MINUTE);
}

describe("the Alerts page's routes", () => {
  it("show rules, receivers and what cannot be told", async () => {
    await kit.traffic("", 60, { service: "unversioned" });
    await story();
    const { status, body, text } = await api.get("/api/v1/alerts");
    expect(status).toBe(200);
    const shown = alerts.parse(body);
    expect(shown.file).toEqual({ state: "none", faults: [] });
    expect(shown.sender).toBe("this");
    expect(shown.rules.map(({ id }) => id)).toContain("new-waterfall");
    expect(shown.receivers).toMatchObject([{ name: "slack", kind: "slack", state: "ok", pending: 0, dead: 0 }]);
    expect(shown.receivers[0]?.target).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(shown.notices).toEqual([{ code: "version.missing", service: "unversioned", env: "staging" }]);
    expect(shown.baselines).toContainEqual({ service: "shop", env: "staging", versions: ["a"] });
    expect(text).not.toContain("sEcReT");
  });

  it("list deliveries page by page, with body and answer", async () => {
    await story();
    const first = deliveryList.parse((await api.get("/api/v1/alerts/deliveries?limit=1")).body);
    expect(first.deliveries).toMatchObject([
      { receiver: "slack", state: "sent", causes: ["finding.resolved"], version: "c" },
    ]);
    const next = await api.get(`/api/v1/alerts/deliveries?limit=1&cursor=${first.nextCursor}`);
    const [opened] = deliveryList.parse(next.body).deliveries;
    expect(opened).toMatchObject({ causes: ["finding.opened"], fingerprints: [FINGERPRINT] });
    const detail = deliveryDetail.parse((await api.get(`/api/v1/alerts/deliveries/${opened?.id}`)).body);
    expect(JSON.parse(detail.body)).toHaveProperty("blocks");
    expect(detail.tries).toMatchObject([{ reason: "sent", status: 200 }]);
    expect((await api.post(`/api/v1/alerts/deliveries/${opened?.id}/replay`, undefined)).status).toBe(409);
    expect((await api.get("/api/v1/alerts/deliveries?state=dead")).body).toMatchObject({
      deliveries: [],
      nextCursor: null,
    });
    expect((await api.get("/api/v1/alerts/deliveries/none")).status).toBe(404);
    expect((await api.get("/api/v1/alerts/deliveries?stat=dead")).status).toBe(400);
  });

  it("send a test, try rules, make and end silences", async () => {
    await story();
    const tested = await api.post("/api/v1/alerts/test", { receiver: "slack" });
    expect(testResult.parse(tested.body)).toMatchObject({ sent: true });
    expect((await api.post("/api/v1/alerts/test", { receiver: "none" })).status).toBe(404);
    const tried = await api.post("/api/v1/alerts/dry-run", { rules: "version: 1\nrulez: 1\n" });
    expect(dryRunAnswer.parse(tried.body).faults).toMatchObject([{ line: 2, key: "rulez" }]);
    const until = new Date(kit.now() + MINUTE).toISOString();
    const silence = { match: { env: "staging" }, reason: "load test", until, by: "kim" };
    const made = await api.post("/api/v1/alerts/silences", silence);
    expect(made.body).toMatchObject({ active: true, by: "kim" });
    const ended = await api.post(`/api/v1/alerts/silences/${made.body.id}/end`, undefined);
    expect(ended.body).toMatchObject({ active: false });
    expect((await api.post("/api/v1/alerts/silences", { ...silence, match: {} })).status).toBe(400);
    expect((await api.post("/api/v1/alerts/silences", { ...silence, until: "2020-01-01T00:00:00Z" })).status).toBe(400);
    expect((await api.post("/api/v1/alerts/receivers/slack/enable", undefined)).status).toBe(200);
  });

  it("say what fixes gained, and how a finding came to its state", async () => {
    await story();
    const gains = gainList.parse((await api.get("/api/v1/gains")).body);
    expect(gains.gains).toMatchObject([
      { fingerprint: FINGERPRINT, before: "b", after: "c", requests: { before: 60, after: 60 } },
    ]);
    expect(gains.medianError).toBeLessThan(0.1);
    const detail = findingDetail.parse((await api.get(`/api/v1/findings/${FINGERPRINT}`)).body);
    expect(detail.status).toBe("resolved");
    expect(detail.gain?.after).toBe("c");
    expect(detail.history).toMatchObject([
      { status: "new", by: "weir", version: "b" },
      { status: "resolved", by: "weir", version: "c", reason: "life.resolved" },
    ]);
  });

  it("need the write token for what changes anything", async () => {
    const guarded = await openApi("memory", { store: kit.store, alerts: kit.desk, tokens: { write: "w".repeat(20) } });
    for (const path of [
      "alerts/test",
      "alerts/silences",
      "alerts/silences/x/end",
      "alerts/deliveries/x/replay",
      "alerts/deliveries/replay",
      "alerts/receivers/slack/enable",
    ])
      expect((await guarded.post(`/api/v1/${path}`, {})).status, path).toBe(401);
    await guarded.app.close();
  });

  it("are in the OpenAPI document", async () => {
    const { body } = await api.get("/api/v1/openapi.json");
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(["/api/v1/alerts", "/api/v1/alerts/deliveries/{id}/replay", "/api/v1/gains"]),
    );
  });
});
