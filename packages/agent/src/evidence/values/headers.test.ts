import { expect, it } from "vitest";
import { isIgnoredHeader, MAX_NAMES } from "./headers.ts";

it("names set by machines are told from others, however many there were", () => {
  for (let round = 0; round < 2; round += 1) {
    for (let n = 0; n <= MAX_NAMES; n += 1) expect(isIgnoredHeader(`x-tenant-${n}`)).toBe(false);
    expect(["traceparent", "x-b3-traceid", "ratelimit-reset", "date"].map(isIgnoredHeader)).not.toContain(false);
    expect(["x-user-id", "cookie", "if-match", "etag"].map(isIgnoredHeader)).not.toContain(true);
  }
});
