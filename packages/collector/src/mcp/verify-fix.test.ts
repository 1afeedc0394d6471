import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { injectReader } from "../api/inject-reader.ts";
import { type ApiServer, openApi } from "../api/testing/api-server.ts";
import { seed, WATERFALL } from "../api/testing/seed.ts";
import { NOON } from "../store/testing.ts";
import { verifyFix } from "./verify-fix.ts";

const MINUTE_MS = 60_000;
const ROUTE = "GET /dashboard";
/** The change goes live in the middle of a minute. */
const CHANGE = NOON - 30 * MINUTE_MS + 20_000;

describe("verifyFix", () => {
  let server: ApiServer;

  beforeEach(async () => {
    server = await openApi("memory");
    await seed(server.store, { routeKey: ROUTE, requests: 40, fingerprint: WATERFALL, at: NOON - 90 * MINUTE_MS });
  });
  afterEach(() => server.close());

  const outcome = () => verifyFix(injectReader(server.app), WATERFALL, CHANGE);

  it("says gone after enough requests without the wait, with what was measured beside what was predicted", async () => {
    await seed(server.store, { routeKey: ROUTE, requests: 5, duration: 230, at: NOON - 10 * MINUTE_MS });
    const { measuredMs = 0, ...check } = await outcome();
    expect(check).toMatchObject({ outcome: "gone", requests: 5, needed: 5, predictedMs: { low: 171 } });
    expect(measuredMs).toBeGreaterThan(150);
  });

  it("says too few until then", async () => {
    expect(await outcome()).toMatchObject({ outcome: "not-enough-requests", requests: 0 });
    await seed(server.store, { routeKey: ROUTE, requests: 4, duration: 230, at: NOON - 10 * MINUTE_MS });
    expect(await outcome()).toMatchObject({ outcome: "not-enough-requests", requests: 4 });
  });

  it("does not count requests of the minute in which the change went live: some were before it", async () => {
    await seed(server.store, { routeKey: ROUTE, requests: 9, duration: 230, at: CHANGE - 10_000 });
    expect(await outcome()).toMatchObject({ outcome: "not-enough-requests", requests: 0 });
  });

  it("says still there after a single request that shows it, however many do not", async () => {
    await seed(server.store, { routeKey: ROUTE, requests: 50, duration: 230, at: NOON - 10 * MINUTE_MS });
    await seed(server.store, { routeKey: ROUTE, requests: 1, fingerprint: WATERFALL, at: CHANGE + 1_000 });
    expect(await outcome()).toMatchObject({ outcome: "still-there" });
  });
});
