import { describe, expect, it } from "vitest";
import {
  afterFailure,
  afterSuccess,
  BREAK_AFTER,
  HEALTHY,
  maySend,
  PROBE_AFTER_MS,
  type ReceiverHealth,
} from "./breaker.ts";
import { nextTry, RETRY_SCHEDULE_MS } from "./retry.ts";

const DAY = 86_400_000;
const tried = { createdAt: 0, now: 0, random: 0, giveUpAfterMs: 4 * DAY };

describe("the next try", () => {
  it("follows the schedule, never earlier, and ends with it", () => {
    expect(nextTry({ ...tried, attempts: 1 })).toBe(5_000);
    expect(nextTry({ ...tried, attempts: 1, random: 1 })).toBe(6_000);
    expect(nextTry({ ...tried, attempts: 4 })).toBe(2 * 3_600_000);
    expect(nextTry({ ...tried, attempts: RETRY_SCHEDULE_MS.length })).toBeUndefined();
  });

  it("waits as long as the receiver asks, within a day", () => {
    expect(nextTry({ ...tried, attempts: 1, retryAfterMs: 60_000 })).toBe(60_000);
    expect(nextTry({ ...tried, attempts: 1, retryAfterMs: 1_000 })).toBe(5_000);
    expect(nextTry({ ...tried, attempts: 1, retryAfterMs: 99 * DAY })).toBe(DAY);
  });

  it("is not made for a message that would be too old", () => {
    expect(nextTry({ ...tried, attempts: 9, now: 4 * DAY })).toBeUndefined();
    expect(nextTry({ ...tried, attempts: 5, now: DAY, giveUpAfterMs: DAY })).toBeUndefined();
  });
});

describe("the circuit breaker", () => {
  it("opens after twenty failures in a row, lets a probe through, and closes after a success", () => {
    let health: ReceiverHealth = HEALTHY;
    for (let at = 1; at < BREAK_AFTER; at += 1) health = afterFailure(health, at, "failure.status", false);
    expect(maySend(health, 100)).toBe(true);
    health = afterFailure(health, 20, "failure.status", false);
    expect(maySend(health, 21)).toBe(false);
    expect(maySend(health, 20 + PROBE_AFTER_MS)).toBe(true);
    const again = afterFailure(health, 20 + PROBE_AFTER_MS, "failure.status", false);
    expect(maySend(again, 21 + PROBE_AFTER_MS)).toBe(false);
    expect(again.failingSince).toBe(1);
    expect(maySend(afterSuccess(again, 9_999), 9_999)).toBe(true);
  });

  it("stays open for a receiver that is gone", () => {
    expect(maySend(afterFailure(HEALTHY, 0, "failure.gone", true), 99 * DAY)).toBe(false);
  });
});
