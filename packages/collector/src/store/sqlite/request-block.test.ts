import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BlockRow, decodeBlock, encodeBlock } from "./request-block.ts";

const id = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => Buffer.from(id).toString("hex"));
const whole = fc.integer({ min: 0, max: 10_000_000_000 });
const row: fc.Arbitrary<BlockRow> = fc.record({
  ts: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  route: fc.integer({ min: 1, max: 100_000 }),
  version: fc.integer({ min: 1, max: 100_000 }),
  sign: fc.constantFrom<1 | -1>(1, -1),
  duration: whole,
  savedLow: whole,
  savedHigh: whole,
  status: fc.integer({ min: 0, max: 999 }),
  error: fc.boolean(),
  spans: whole,
  findings: fc.integer({ min: 0, max: 50 }),
  traceId: id(16),
  spanId: id(8),
});

describe("a block of requests", () => {
  it("reads back as it was written", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        expect(decodeBlock(encodeBlock(rows))).toEqual(rows);
      }),
    );
  });

  it("takes less than 45 bytes a request, ids included", () => {
    const rows = Array.from({ length: 1_000 }, (_all, index): BlockRow => ({
      ts: 1_795_163_090_092 + 9 * index,
      route: 1 + (index % 1_000),
      version: 3,
      sign: 1,
      duration: 200_000 + 977 * index,
      savedLow: 60_000,
      savedHigh: 64_000,
      status: 200,
      error: false,
      spans: 15,
      findings: 1,
      traceId: "5".repeat(32),
      spanId: "6".repeat(16),
    }));
    expect(encodeBlock(rows).length / rows.length).toBeLessThan(45);
  });

  it("is refused when damaged", () => {
    const block = encodeBlock([]);
    expect(() => decodeBlock(Uint8Array.of(9, ...block.subarray(1)))).toThrow(RangeError);
    expect(() => decodeBlock(Uint8Array.of(1, 200))).toThrow(RangeError);
    expect(() => decodeBlock(Uint8Array.of(1, 2, 0))).toThrow(RangeError);
  });
});
