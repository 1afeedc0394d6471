import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { READ_LIMITS, type ReadLimits } from "../span-batch.ts";
import { arbitraryRequest } from "../testing/arbitrary-request.ts";
import { attributesOf } from "../testing/attributes-of.ts";
import { attribute, bytesField, request, span, varint, varintField } from "../testing/message.ts";
import { encodeWithOracle } from "../testing/oracle.ts";
import { readSpans } from "./read-spans.ts";

const malformed = expect.objectContaining({ code: "WEIR_OTLP_MALFORMED", status: 400 });

describe("readSpans (protobuf), given what no encoder writes", () => {
  const inSpan = (bytes: Buffer) => request([Buffer.concat([span(), bytes])]);

  it.each([
    ["a length beyond the end", Buffer.from([0x0a, 0x05, 0x00])],
    ["a negative length", Buffer.concat([Buffer.from([0x0a]), varint(-1n)])],
    ["a length of 2^32", Buffer.concat([Buffer.from([0x0a]), varint(2n ** 32n)])],
    ["a length that would wrap around", Buffer.concat([Buffer.from([0x0a]), varint(2n ** 32n - 2n)])],
    ["a length without an end", Buffer.from([0x0a, 0x80])],
    ["a tag without an end", Buffer.from([0x80])],
    ["a tag of 2^32 and more", Buffer.from([0x8a, 0x80, 0x80, 0x80, 0x10, 0x00])],
    ["a tag of six bytes", Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80, 0x01])],
    ["field number 0", Buffer.from([0x02, 0x00])],
    ["field number 0 in two bytes", Buffer.from([0x82, 0x00, 0x00])],
    ["the wire type of groups", Buffer.from([0x0b])],
    ["wire type 4", Buffer.from([0x0c])],
    ["wire type 6", Buffer.from([0x0e])],
    ["wire type 7", Buffer.from([0x0f])],
    ["a number without an end", Buffer.from([0x30, 0x80])],
    ["a number of eleven bytes", Buffer.from([0x30, ...Array.from({ length: 10 }, () => 0x80), 0x01])],
    ["an unknown number of eleven bytes", Buffer.from([0x28, ...Array.from({ length: 10 }, () => 0x80), 0x01])],
    ["a time cut short", Buffer.from([0x39, 1, 2, 3])],
    ["flags cut short", Buffer.from([0x85, 0x01, 1])],
    ["an unknown fixed field cut short", Buffer.from([0xf9, 0x01, 1])],
  ])("refuses %s whole, wherever it stands", (_what, bytes) => {
    expect(() => readSpans(Buffer.concat([request([span()]), bytes]))).toThrow(malformed);
    expect(() => readSpans(inSpan(bytes))).toThrow(malformed);
    // With enough behind it that it does not leave the buffer: it leaves its message.
    expect(() => readSpans(Buffer.concat([inSpan(bytes), request([span(), span(), span()])]))).toThrow(malformed);
  });

  it("refuses a number that goes on behind its message, even where what follows would still make sense", () => {
    const broken = bytesField(2, Buffer.concat([span(), Buffer.from([0x30, 0x80])]));
    // A schema URL, and one byte later again a schema URL, one byte shorter.
    const follows = Buffer.concat([Buffer.from([0x1a, 0x1a, 0x19]), Buffer.alloc(0x19, "x")]);
    const whole = bytesField(2, Buffer.concat([span(), Buffer.from([0x30, 0x03])]));
    const read = (first: Buffer) => readSpans(bytesField(1, bytesField(2, [first, follows])));
    expect(read(whole).spans).toHaveLength(1);
    expect(() => read(broken)).toThrow(malformed);
  });

  it("reads lengths that are written longer than they need be", () => {
    const padding = bytesField(7, Buffer.alloc(125));
    const key = Buffer.concat([Buffer.from([0x0a, 0x8b, 0x00]), Buffer.from("http.method")]);
    const value = Buffer.concat([Buffer.from([0x12, 0x85, 0x00]), bytesField(1, "GET")]);
    const plain = bytesField(2, bytesField(1, "GET"));
    expect(attributesOf(bytesField(9, [key, value, padding]))).toEqual({ "http.method": "GET" });
    // Where a one-byte length of 0x8b would end, stands what looks like a value.
    const trap = bytesField(7, Buffer.concat([Buffer.alloc(118), Buffer.from([0x12, 0x00])]));
    expect(attributesOf(bytesField(9, [key, plain, trap]))).toEqual({ "http.method": "GET" });
    const short = Buffer.concat([Buffer.from([0x0a, 0x0b]), Buffer.from("http.method")]);
    expect(attributesOf(bytesField(9, [short, value, padding]))).toEqual({ "http.method": "GET" });
  });

  it("takes the last of several values, also when that is one it does not read", () => {
    const several = (...values: Buffer[]) => attributesOf(attribute(9, "weir.x", values));
    expect(several(bytesField(1, "a"), varintField(3, 7))).toEqual({ "weir.x": 7 });
    expect(several(bytesField(1, "a"), bytesField(7, "b"))).toEqual({});
    expect(several(bytesField(1, "a"), bytesField(6, ""))).toEqual({});
    expect(several(bytesField(1, "a"), varintField(40, 1))).toEqual({ "weir.x": "a" });
  });

  it("looks into the value of an attribute only if it is wanted", () => {
    const broken = (key: string) => bytesField(9, [bytesField(1, key), bytesField(2, Buffer.from([0x21, 1, 2]))]);
    expect(() => readSpans(request([span(broken("weir.x"))]))).toThrow(malformed);
    expect(readSpans(request([span(broken("ignored"))])).spans).toHaveLength(1);
  });

  it("stops at its limits", () => {
    const nest = (depth: number): Buffer =>
      depth === 0 ? varintField(3, 1) : bytesField(5, bytesField(1, nest(depth - 1)));
    const nested = (depth: number) => attributesOf(attribute(9, "weir.x", nest(depth)));
    expect(nested(READ_LIMITS.maxDepth)?.["weir.x"]).toBeDefined();
    expect(() => nested(READ_LIMITS.maxDepth + 1)).toThrow(expect.objectContaining({ code: "WEIR_OTLP_TOO_DEEP" }));
    const read = (count: number) =>
      readSpans(request(Array.from({ length: count }, () => Buffer.alloc(0))), { ...READ_LIMITS, maxSpans: 3 });
    expect(read(3).rejected.get("trace-id")).toBe(3);
    expect(() => read(4)).toThrow(expect.objectContaining({ code: "WEIR_OTLP_TOO_MANY_SPANS", status: 413 }));
  });

  it("counts what it leaves out of a span", () => {
    const limits: ReadLimits = {
      ...READ_LIMITS,
      maxAttributes: 1,
      maxTextBytes: 4,
      maxItems: 1,
      maxEvents: 1,
      maxLinks: 1,
    };
    const exception = bytesField(11, bytesField(2, "exception"));
    const link = bytesField(13, [bytesField(1, Buffer.alloc(16, 1)), bytesField(2, Buffer.alloc(8, 1))]);
    const two = bytesField(5, [bytesField(1, varintField(3, 1)), bytesField(1, varintField(3, 2))]);
    const { spans, cut } = readSpans(
      request([
        span(
          attribute(9, "weir.long", bytesField(1, "üüü")),
          attribute(9, "weir.wide", two),
          attribute(9, "weir.kept", varintField(2, 1)),
          attribute(9, "weir.many", varintField(2, 1)),
          exception,
          exception,
          link,
          link,
          bytesField(13, ""),
        ),
      ]),
      limits,
    );
    expect(spans[0]).toMatchObject({ attributes: { "weir.kept": true }, events: [{ name: "exception" }] });
    expect(spans[0]?.links).toHaveLength(1);
    expect(cut).toBe(6);
  });

  it("answers or refuses every damaged request, and is never long about it", () => {
    const damage = fc.array(
      fc.tuple(fc.constantFrom("flip", "cut", "insert", "repeat"), fc.nat(), fc.nat({ max: 255 })),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(arbitraryRequest, damage, (message, steps) => {
        let bytes = encodeWithOracle(message);
        for (const [kind, where, byte] of steps)
          bytes = damaged(bytes, kind, bytes.length === 0 ? 0 : where % bytes.length, byte);
        let code = "fine";
        try {
          const { spans } = readSpans(bytes);
          for (const one of spans) expect(one).toMatchObject({ traceId: /^[0-9a-f]{32}$/, spanId: /^[0-9a-f]{16}$/ });
        } catch (error) {
          ({ code } = error as { code: string });
        }
        expect(code).toMatch(/^fine$|^WEIR_OTLP_/);
      }),
      { numRuns: 3_000 },
    );
  });

  it("answers or refuses any bytes at all", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        let code = "fine";
        try {
          readSpans(Buffer.from(bytes));
        } catch (error) {
          ({ code } = error as { code: string });
        }
        expect(code).toMatch(/^fine$|^WEIR_OTLP_/);
      }),
      { numRuns: 3_000 },
    );
  });
});

function damaged(bytes: Buffer, kind: string, at: number, byte: number): Buffer {
  switch (kind) {
    case "flip":
      return Buffer.from(bytes.map((old, index) => (index === at ? old ^ (byte || 1) : old)));
    case "cut":
      return bytes.subarray(0, at);
    case "insert":
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([byte]), bytes.subarray(at)]);
    default:
      return Buffer.concat([bytes, bytes.subarray(at, at + byte)]);
  }
}
