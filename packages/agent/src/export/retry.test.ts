import { describe, expect, it } from "vitest";
import { judge } from "./retry.ts";
import type { Answer } from "./transport.ts";

const clock = { fraction: () => 0.5, wallMs: () => Date.UTC(2026, 0, 1) };
const answered = (status: number, retryAfter?: string): Answer => ({
  kind: "answered",
  status,
  body: Buffer.alloc(0),
  ...(retryAfter === undefined ? {} : { retryAfter }),
});

describe("what follows an attempt", () => {
  it.each([200, 202])("is done after %i", (status) => {
    expect(judge(answered(status), 0, clock)).toEqual({ kind: "done" });
  });

  it.each([301, 400, 401, 404, 413, 500, 501, 505])("is giving up after %i: OTLP allows no retry", (status) => {
    expect(judge(answered(status), 0, clock).kind).toBe("drop");
  });

  it.each([429, 502, 503, 504])("is another attempt after %i", (status) => {
    expect(judge(answered(status), 0, clock)).toEqual({ kind: "again", afterMs: 1000 });
  });

  it("is another attempt, later each time, when nobody answers", () => {
    const delays = [0, 1, 2, 3, 10].map((attempt) => judge({ kind: "failed", reason: "ECONNREFUSED" }, attempt, clock));
    expect(delays.map((verdict) => (verdict.kind === "again" ? verdict.afterMs : -1))).toEqual([
      1000, 2000, 4000, 8000, 30_000,
    ]);
  });

  it("is when the collector asks, in seconds or as a date, within reason", () => {
    expect(judge(answered(429, "7"), 0, clock)).toEqual({ kind: "again", afterMs: 7000 });
    expect(judge(answered(503, "Thu, 01 Jan 2026 00:00:09 GMT"), 0, clock)).toEqual({ kind: "again", afterMs: 9000 });
    expect(judge(answered(503, "Wed, 31 Dec 2025 00:00:00 GMT"), 0, clock)).toEqual({ kind: "again", afterMs: 0 });
    expect(judge(answered(503, "soon"), 0, clock)).toEqual({ kind: "again", afterMs: 1000 });
    expect(judge(answered(503, "86400"), 0, clock)).toEqual({ kind: "again", afterMs: 60_000 });
  });

  it("is spread by a fifth to either side", () => {
    const at = (fraction: number) => judge(answered(503), 0, { ...clock, fraction: () => fraction });
    expect([at(0), at(1)]).toEqual([
      { kind: "again", afterMs: 800 },
      { kind: "again", afterMs: 1200 },
    ]);
  });
});
