import { afterEach, beforeEach, expect, it } from "vitest";
import { NOON } from "../../store/testing.ts";
import { type ApiServer, openApi } from "../testing/api-server.ts";
import { seed } from "../testing/seed.ts";

const FINGERPRINT = "f00d000000000001";
const STATUS = `/api/v1/findings/${FINGERPRINT}/status`;

let api: ApiServer;

beforeEach(async () => {
  api = await openApi("memory");
  await seed(api.store, { routeKey: "GET /cart", requests: 60, version: "b", fingerprint: FINGERPRINT });
});

afterEach(() => api.close());

const status = async () => (await api.get(`/api/v1/findings/${FINGERPRINT}`)).body.status as string;

it("a snooze until the next deploy ends with it, not with an announcement nobody has seen", async () => {
  expect((await api.post(STATUS, { status: "snoozed", reason: "after the release", untilDeploy: true })).status).toBe(
    200,
  );
  expect(await status()).toBe("snoozed");
  await api.store.putDeploy({ service: "shop", env: "staging", version: "c", at: NOON });
  expect(await status()).toBe("snoozed");
  await seed(api.store, { routeKey: "GET /cart", requests: 5, version: "c", at: NOON, fingerprint: FINGERPRINT });
  expect(await status()).toBe("new");
});

it("a snooze until it gets worse ends when the wait per minute has grown so much", async () => {
  await api.post(STATUS, { status: "snoozed", reason: "small", untilWorseBy: 1.5 });
  expect(await status()).toBe("snoozed");
  await seed(api.store, {
    routeKey: "GET /cart",
    requests: 20,
    version: "b",
    at: NOON - 60_000,
    fingerprint: FINGERPRINT,
  });
  expect(await status()).toBe("snoozed");
  await seed(api.store, {
    routeKey: "GET /cart",
    requests: 100,
    version: "b",
    at: NOON - 60_000,
    fingerprint: FINGERPRINT,
  });
  expect(await status()).toBe("new");
});

it("an acceptance cannot end with a deploy", async () => {
  expect((await api.post(STATUS, { status: "accepted", reason: "x", untilDeploy: true })).status).toBe(400);
});
