import * as fc from "fast-check";
import { expect, it } from "vitest";
import { isoTime } from "./iso-time.ts";

it("agrees with the platform's calendar from 1970 to 2255, as far as exact microseconds go", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_007_199_254_739 }), (millis) => {
      expect(isoTime(millis * 1000 + 999)).toBe(new Date(millis).toISOString());
    }),
  );
});

it.each([
  [0, "1970-01-01T00:00:00.000Z"],
  [951_827_696_000_000, "2000-02-29T12:34:56.000Z"],
  [1_798_761_599_999_999, "2026-12-31T23:59:59.999Z"],
])("%i", (micros, text) => {
  expect(isoTime(micros)).toBe(text);
});
