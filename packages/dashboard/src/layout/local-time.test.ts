import { expect, it } from "vitest";
import { asLocal, asMoment } from "./local-time.ts";

it("goes to a field of local time and back", () => {
  const iso = new Date(2026, 10, 21, 9, 5).toISOString();
  expect(asLocal(iso)).toBe("2026-11-21T09:05");
  expect(asMoment(asLocal(iso))).toBe(iso);
});

it("makes nothing of what is no time", () => {
  expect([asLocal("yesterday"), asLocal(""), asMoment(""), asMoment("soon")]).toEqual(["", "", "", ""]);
});
