import type { AlertMessage, Notice, ToldFinding } from "@weir/core";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NOON } from "../../store/testing.ts";
import { guardedSend } from "../net/guarded-request.ts";
import { Secret } from "../secret.ts";
import type { ReceiverSettings } from "../settings.ts";
import { LocalReceiver, slackAnswer } from "../testing/local-receiver.ts";
import { openReceiver } from "./open-receiver.ts";
import type { SendContext, Standing } from "./port.ts";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const OLD_SECRET = `whsec_${Buffer.alloc(24, 9).toString("base64")}`;
const SHA = "3f9c1e2a4b5c6d7e8f90a1b2c3d4e5f60718293a";

const FINDING: ToldFinding = {
  fingerprint: "f00d000000000001",
  kind: "serial",
  tier: "proven",
  calls: [{ call: "GET api.internal/user" }, { call: "GET api.internal/offers" }],
  startTogether: [[0, 1]],
  place: { call: "GET api.internal/user", file: "app/page.tsx", line: 14, function: "load" },
  routes: ["GET /dashboard"],
  routeCount: 3,
  saved: { low: 171, high: 181, share: 0.42 },
  waitPerMinute: 2_400,
  requests: 60,
  hasPatch: true,
  why: [{ channel: "source", reason: "source.unused" }],
};

function notice(fields: Partial<Notice> = {}): Notice {
  return {
    id: "n1",
    at: NOON,
    cause: "finding.opened",
    service: "shop",
    env: "staging",
    version: SHA,
    finding: FINDING,
    isNew: true,
    introduced: true,
    by: "weir",
    reason: "life.new",
    rule: "new-waterfall",
    severity: "warning",
    ...fields,
  };
}

function messageWith(...notices: readonly Notice[]): AlertMessage {
  return {
    id: "msg_1",
    at: NOON,
    labels: { service: "shop", env: "staging", version: SHA },
    notices,
    counts: { "finding.opened": notices.length },
  };
}

const standing: Standing = {
  life: {
    service: "shop",
    env: "staging",
    fingerprint: FINDING.fingerprint,
    status: "new",
    listed: true,
    at: NOON,
    version: SHA,
    told: [],
    holds: {},
  },
  finding: FINDING,
  severity: "warning",
  rule: "new-waterfall",
  startsAt: NOON,
};

const context = (fields: Partial<SendContext> = {}): SendContext => ({
  now: NOON,
  lang: "en",
  dashboard: "https://weir.test",
  standing: [standing],
  ...fields,
});

let place: LocalReceiver;
let url: string;
const send = guardedSend(["127.0.0.0/8"]);

function receiver(settings: ReceiverSettings) {
  return openReceiver(settings, send);
}

async function openPlace(answer: ConstructorParameters<typeof LocalReceiver>[0]): Promise<void> {
  place = new LocalReceiver(answer);
  url = await place.start();
}

afterEach(() => place.stop());

describe("Slack", () => {
  beforeEach(() => openPlace(slackAnswer));
  const open = () => receiver({ name: "s", kind: "slack", url: new Secret(`${url}/services/x`) });

  it("gets sentence, range, place, reasons and three links", async () => {
    expect(await open().send(messageWith(notice()), context())).toEqual({ kind: "sent", status: 200 });
    const { blocks } = JSON.parse(place.taken[0]?.text ?? "") as {
      blocks: readonly { type: string; elements?: { url: string }[] }[];
    };
    const actions = blocks.find(({ type }) => type === "actions");
    expect(actions?.elements?.map((one) => one.url)).toEqual([
      "https://weir.test/findings/f00d000000000001",
      "https://weir.test/findings/f00d000000000001#patch",
      "https://weir.test/findings/f00d000000000001?do=snooze",
    ]);
    expect(place.taken[0]?.text).toContain("app/page.tsx:14");
  });

  it("gets a message within its limits however long names are and however much there is", async () => {
    const long = "x".repeat(5_000);
    const big = (index: number) =>
      notice({
        id: `n${index}`,
        version: long,
        finding: {
          ...FINDING,
          fingerprint: index.toString(16).padStart(16, "0"),
          routes: [`GET /${long}`],
          place: { call: long, file: `${long}.ts`, line: 1, function: long },
          calls: [{ call: `GET a/${long}` }, { call: `GET b/${long}` }],
          why: [
            { channel: "source", reason: long },
            { channel: "data", reason: long },
          ],
        },
      });
    const message = messageWith(...Array.from({ length: 50 }, (_, index) => big(index)));
    const outcome = await open().send(
      { ...message, counts: { "finding.opened": 500 }, labels: { service: long, env: long, version: long } },
      context(),
    );
    expect(outcome).toEqual({ kind: "sent", status: 200 });
    expect(place.taken[0]?.text).toMatch(/49\d more/);
  });

  it("gets no markup, mention or link out of a span", async () => {
    const evil = "<!channel> <https://evil.test|click> *bold* `code` \u202Eabc\u0000";
    const finding = {
      ...FINDING,
      calls: [{ call: `GET a/${evil}` }, { call: `GET b/${evil}` }],
      routes: [`GET /${evil}`],
    };
    await open().send(messageWith(notice({ finding })), context());
    const { text: notification, blocks } = JSON.parse(place.taken[0]?.text ?? "{}") as {
      text: string;
      blocks: object[];
    };
    // The header is plain text, which Slack does not interpret; everything after it is.
    const text = JSON.stringify([notification, ...blocks.slice(1)]);
    expect(text).not.toContain("<!channel>");
    expect(text).not.toContain("<https://evil");
    expect(text).not.toContain("\u202E");
    expect(text).toContain("&lt;!channel&gt;");
  });

  it("speaks Korean where that is asked for", async () => {
    await open().send(messageWith(notice()), context({ lang: "ko" }));
    expect(place.taken[0]?.text).toContain("불필요한 대기 발견");
  });

  it("is tried again when it is busy, given up when it says no for good", async () => {
    place.order(
      { status: 429, headers: { "retry-after": "30" } },
      { status: 500 },
      { status: 400, text: "invalid_blocks" },
      { status: 410 },
      { status: 302, headers: { location: "http://elsewhere.test/" } },
    );
    const tries = [];
    for (let index = 0; index < 5; index += 1) tries.push(await open().send(messageWith(notice()), context()));
    expect(tries).toMatchObject([
      { kind: "retry", reason: "failure.throttled", retryAfterMs: 30_000 },
      { kind: "retry", reason: "failure.status", status: 500 },
      { kind: "refused", reason: "failure.refused", text: "invalid_blocks" },
      { kind: "gone", reason: "failure.gone" },
      { kind: "retry", reason: "failure.redirect" },
    ]);
  });
});

describe("a Standard Webhook", () => {
  beforeEach(() => openPlace(() => ({ status: 204, text: "" })));

  it("carries a signature that the reference library accepts, with the old and the new secret", async () => {
    const both = new Secret(`${SECRET} ${OLD_SECRET}`);
    const now = Date.now();
    const hook = receiver({ name: "h", kind: "webhook", url: new Secret(url), secret: both });
    await hook.send(messageWith(notice()), context({ now }));
    const [taken] = place.taken;
    if (taken === undefined) throw new Error("nothing was taken");
    const { headers, text } = taken;
    for (const secret of [SECRET, OLD_SECRET]) {
      const seen = new Webhook(secret).verify(text, headers as Record<string, string>) as {
        type: string;
        data: object;
      };
      expect(seen.type).toBe("alert.finding.opened");
      expect(seen.data).toMatchObject({
        service: "shop",
        more: 0,
        changes: [{ finding: { savedMs: { low: 171, high: 181 } } }],
      });
    }
    expect(() => new Webhook(SECRET).verify(`${text} `, headers as Record<string, string>)).toThrow(
      "No matching signature",
    );
    expect(headers["webhook-id"]).toBe("msg_1");
  });

  it("stays below 20 kB whatever there is to tell", async () => {
    const hook = receiver({ name: "h", kind: "webhook", url: new Secret(url) });
    await hook.send(messageWith(...Array.from({ length: 50 }, (_, index) => notice({ id: `n${index}` }))), context());
    expect(Buffer.byteLength(place.taken[0]?.text ?? "")).toBeLessThan(20_000);
    expect(JSON.parse(place.taken[0]?.text ?? "{}")).toMatchObject({ data: { more: 45 } });
  });

  it("is tried again after any failure but 410", async () => {
    const hook = receiver({ name: "h", kind: "webhook", url: new Secret(url) });
    place.order({ status: 400 }, { status: 410 });
    expect(await hook.send(messageWith(notice()), context())).toMatchObject({ kind: "retry" });
    expect(await hook.send(messageWith(notice()), context())).toMatchObject({ kind: "gone" });
  });
});

describe("an endpoint made for Alertmanager", () => {
  beforeEach(() => openPlace(() => ({ status: 200, text: "" })));

  it("gets version 4 of its webhook", async () => {
    const hook = receiver({ name: "old", kind: "alertmanager-webhook", url: new Secret(url) });
    await hook.send(
      messageWith(notice(), notice({ id: "n2", cause: "finding.resolved", severity: "info" })),
      context(),
    );
    expect(JSON.parse(place.taken[0]?.text ?? "{}")).toMatchObject({
      version: "4",
      status: "firing",
      receiver: "old",
      truncatedAlerts: 0,
      groupLabels: { service: "shop", env: "staging" },
      commonLabels: { alertname: "WeirNeedlessWait", service: "shop" },
      alerts: [
        {
          status: "firing",
          endsAt: "0001-01-01T00:00:00Z",
          generatorURL: "https://weir.test/findings/f00d000000000001",
        },
        { status: "resolved" },
      ],
    });
  });
});

describe("Alertmanager", () => {
  beforeEach(() => openPlace(() => ({ status: 200, text: "" })));
  const open = () => receiver({ name: "am", kind: "alertmanager", url: new Secret(url) });

  it("gets labels that never change and no number in them", async () => {
    await open().send(messageWith(notice()), context());
    const later: Standing = {
      ...standing,
      finding: { ...FINDING, saved: { low: 300, high: 310, share: 0.6 } },
      life: { ...standing.life, version: "next" },
    };
    await open().repeat?.(context({ now: NOON + 60_000, standing: [later] }));
    const [first, second] = place.taken.map(
      ({ text }) => (JSON.parse(text) as { labels: object; endsAt: string }[])[0],
    );
    expect(first?.labels).toEqual(second?.labels);
    expect(first?.labels).toEqual({
      alertname: "WeirNeedlessWait",
      fingerprint: "f00d000000000001",
      service: "shop",
      env: "staging",
      severity: "warning",
      rule: "new-waterfall",
      kind: "serial",
    });
    expect(first?.endsAt).toBe(new Date(NOON + 300_000).toISOString());
    expect(second?.endsAt).toBe(new Date(NOON + 360_000).toISOString());
    expect(place.taken[0]?.path).toBe("/api/v2/alerts");
  });

  it("is told of an end for five minutes, and later when it is named", async () => {
    const ended = { ...standing, endsAt: NOON };
    const at = (now: number) => context({ now, standing: [ended] });
    await open().repeat?.(at(NOON + 240_000));
    await open().repeat?.(at(NOON + 360_000));
    expect(place.taken).toHaveLength(1);
    await open().send(messageWith(notice({ cause: "finding.resolved" })), at(NOON + 3_600_000));
    expect(JSON.parse(place.taken[1]?.text ?? "[]")).toMatchObject([{ endsAt: new Date(NOON).toISOString() }]);
  });
});

describe("GitHub", () => {
  const comments: { id: number; body: string }[] = [];
  const statuses: { state: string; description: string; context: string }[] = [];

  beforeEach(() => {
    comments.length = 0;
    statuses.length = 0;
    return openPlace(({ method, path, text, headers }) => {
      if (headers.authorization !== "Bearer ghp_x") return { status: 401, text: "{}" };
      if (path === `/repos/acme/web/commits/${SHA}`) return { status: 200, text: JSON.stringify({ sha: SHA }) };
      if (path.endsWith("/pulls")) return { status: 200, text: JSON.stringify([{ number: 7 }]) };
      if (method === "GET" && path.includes("/issues/7/comments"))
        return { status: 200, text: JSON.stringify(comments) };
      const body = text === "" ? {} : (JSON.parse(text) as Record<string, string>);
      if (path.includes("/statuses/")) {
        if (
          (body["description"] ?? "").length > 140 ||
          !["error", "failure", "pending", "success"].includes(body["state"] ?? "")
        ) {
          return { status: 422, text: "{}" };
        }
        statuses.push(body as unknown as (typeof statuses)[number]);
        return { status: 201, text: "{}" };
      }
      if ((body["body"] ?? "").length > 65_536) return { status: 422, text: "{}" };
      if (method === "PATCH") {
        const own = comments.find(({ id }) => path.endsWith(`/${id}`));
        if (own !== undefined) own.body = body["body"] ?? "";
        return { status: 200, text: "{}" };
      }
      comments.push({ id: comments.length + 1, body: body["body"] ?? "" });
      return { status: 201, text: "{}" };
    });
  });

  const open = () =>
    receiver({
      name: "pr",
      kind: "github",
      repo: "acme/web",
      token: new Secret("ghp_x"),
      as: ["comment", "status"],
      api: new Secret(url),
    });

  it("gets a status and one comment, edited in place when things change", async () => {
    comments.push({ id: 1, body: "somebody else's" });
    expect(await open().send(messageWith(notice()), context())).toMatchObject({ kind: "sent" });
    const fixed = { ...standing, endsAt: NOON + 1 };
    expect(
      await open().send(messageWith(notice({ cause: "finding.resolved" })), context({ standing: [fixed] })),
    ).toMatchObject({ kind: "sent" });
    expect(statuses.map(({ state }) => state)).toEqual(["failure", "success"]);
    expect(statuses[0]?.context).toBe("weir/shop/staging");
    expect(comments).toHaveLength(2);
    expect(comments[1]?.body).toMatch(/^<!-- weir shop staging -->/);
    expect(comments[1]?.body).toContain("- [x]");
  });

  it("stays within its limits with five hundred findings, and names nobody", async () => {
    const many = Array.from({ length: 500 }, (_, index) => ({
      ...standing,
      finding: {
        ...FINDING,
        fingerprint: index.toString(16).padStart(16, "0"),
        routes: [`GET /@everyone/${"<x>".repeat(200)}`],
      },
    }));
    expect(await open().send(messageWith(notice()), context({ standing: many }))).toMatchObject({ kind: "sent" });
    expect(comments[0]?.body).not.toMatch(/@everyone|<x>/);
    expect(comments[0]?.body).toContain("470 more");
  });

  it("refuses a version that is no commit, and waits when the token is not taken", async () => {
    const labels = { service: "shop", env: "staging", version: "v1.2.3" };
    const refused = await open().send({ ...messageWith(notice()), labels }, context());
    expect(refused).toEqual({ kind: "refused", reason: "failure.not-a-commit" });
    place.order({ status: 401 });
    expect(await open().send(messageWith(notice()), context())).toMatchObject({ kind: "retry", status: 401 });
  });
});
