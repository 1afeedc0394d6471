import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { READ_LIMITS, type SpanBatch } from "../span-batch.ts";
import { arbitraryRequest } from "../testing/arbitrary-request.ts";
import { encodeWithOracle, readWithOracle } from "../testing/oracle.ts";
import { toOtlpJson } from "../testing/otlp-json.ts";
import { readSpans } from "./read-spans.ts";

const SPAN = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  name: "GET",
  kind: 3,
  startTimeUnixNano: "1700000000123456789",
  endTimeUnixNano: "1700000000223456789",
};

function read(text: string): SpanBatch {
  return readSpans(Buffer.from(text));
}

function wrap(spans: unknown, scope: unknown = { name: "test" }): string {
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ scope, spans }] }] });
}

const one = (fields: object): SpanBatch => read(wrap([{ ...SPAN, ...fields }]));
const attribute = (value: unknown) => one({ attributes: [{ key: "weir.x", value }] }).spans[0]?.attributes["weir.x"];

describe("readSpans (JSON)", () => {
  it("reads what the generated decoder reads of the same request in protobuf", () => {
    fc.assert(
      fc.property(arbitraryRequest, (request) => {
        const { spans, resources, rejected } = read(JSON.stringify(toOtlpJson(request)));
        expect({ spans, resources }).toEqual(readWithOracle(encodeWithOracle(request)));
        expect(rejected.size).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it("takes ids in either case and says them in lower case", () => {
    const [span] = one({
      traceId: SPAN.traceId.toUpperCase(),
      spanId: "B7AD6B7169203331",
      parentSpanId: "00F067AA0BA902B7",
    }).spans;
    expect(span).toMatchObject({ traceId: SPAN.traceId, spanId: SPAN.spanId, parentSpanId: "00f067aa0ba902b7" });
  });

  it.each([
    ["text", '"1700000000123456789"'],
    ["a number, which JSON.parse alone would round", "1700000000123456789"],
  ])("reads nanoseconds exactly from %s", (_what, start) => {
    const text = wrap([SPAN]).replace('"1700000000123456789"', start);
    expect(read(text).spans[0]).toMatchObject({ start: 1_700_000_000_123_456, end: 1_700_000_000_223_456 });
  });

  it.each([
    ["5", 5],
    ['"5"', 5],
    ['"-5"', -5],
    ["9007199254740991", Number.MAX_SAFE_INTEGER],
    ['"9007199254740993"', 9_007_199_254_740_993n],
    ["9007199254740993", 9_007_199_254_740_993n],
    ["-9223372036854775808", -(2n ** 63n)],
    ['"9223372036854775807"', 2n ** 63n - 1n],
  ])("reads the 64-bit integer %s", (text, value) => {
    const body = wrap([{ ...SPAN, attributes: [{ key: "weir.x", value: { intValue: "?" } }] }]);
    expect(read(body.replace('"?"', text)).spans[0]?.attributes["weir.x"]).toBe(value);
  });

  it("leaves digits in texts alone", () => {
    expect(attribute({ stringValue: ": 12345678901234567890," })).toBe(": 12345678901234567890,");
  });

  it("ignores what it does not know, null and snake case", () => {
    const { spans } = one({
      start_time_unix_nano: "1",
      new_field: { a: [1] },
      parentSpanId: null,
      status: null,
      events: null,
    });
    expect(spans[0]).toMatchObject({ start: 1_700_000_000_123_456, status: "unset", events: [] });
    expect(read('{"resourceSpans":null,"more":{}}').spans).toEqual([]);
  });

  it("is not impressed by names of object properties", () => {
    const text = `{"resourceSpans":[{"__proto__":{"polluted":true},"scopeSpans":[{"spans":[${JSON.stringify({
      ...SPAN,
      attributes: ["__proto__", "constructor", "toString", "weir.__proto__"].map((key) => ({
        key,
        value: { stringValue: "x" },
      })),
    })}]}]}],"constructor":{"prototype":{}}}`;
    const [span] = read(text).spans;
    expect(Object.keys(span?.attributes ?? {})).toEqual(["weir.__proto__"]);
    expect(Object.getPrototypeOf(span?.attributes)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("knows where a parent is only when the flags say so", () => {
    expect(one({ flags: 0x300 }).spans[0]?.parentIsRemote).toBe(true);
    expect(one({ flags: 0x100 }).spans[0]?.parentIsRemote).toBe(false);
    expect(one({ flags: 1 }).spans[0]).not.toHaveProperty("parentIsRemote");
  });

  it.each([
    ["trace-id", { traceId: "0".repeat(32) }],
    ["trace-id", { traceId: "abc" }],
    ["trace-id", { traceId: "Cvdl…base64".padEnd(32, "=") }],
    ["trace-id", { traceId: 12 }],
    ["span-id", { spanId: undefined }],
    ["span-id", { spanId: "zzzzzzzzzzzzzzzz" }],
    ["parent-id", { parentSpanId: "12" }],
    ["kind", { kind: "SPAN_KIND_CLIENT" }],
    ["kind", { kind: 6 }],
    ["kind", { kind: 1.5 }],
    ["status", { status: { code: 3 } }],
    ["status", { status: { code: "STATUS_CODE_OK" } }],
    ["time", { startTimeUnixNano: undefined }],
    ["time", { endTimeUnixNano: "1" }],
    ["time", { endTimeUnixNano: "18446744073709551615" }],
    ["time", { startTimeUnixNano: -5 }],
  ])("leaves out a span whose %s is wrong, and only that: %j", (reason, fields) => {
    const { spans, rejected } = read(wrap([SPAN, { ...SPAN, ...fields }]));
    expect(spans).toHaveLength(1);
    expect([...rejected]).toEqual([[reason, 1]]);
  });

  it.each([
    ["no JSON", "{"],
    ["a text", '"x"'],
    ["an array", "[]"],
    ["null", "null"],
    ["spans that are no array", wrap({})],
    ["a span that is no object", wrap([1])],
    ["a scope that is no object", wrap([], "x")],
    ["a name that is no text", wrap([{ ...SPAN, name: 1 }])],
    ["a time that is none", wrap([{ ...SPAN, startTimeUnixNano: "yesterday" }])],
    ["attributes that are no array", wrap([{ ...SPAN, attributes: {} }])],
    ["an integer that is none", wrap([{ ...SPAN, attributes: [{ key: "weir.x", value: { intValue: "1.5" } }] }])],
    [
      "an integer beyond 64 bits",
      wrap([{ ...SPAN, attributes: [{ key: "weir.x", value: { intValue: "9223372036854775808" } }] }]),
    ],
    ["a boolean that is none", wrap([{ ...SPAN, attributes: [{ key: "weir.x", value: { boolValue: "true" } }] }])],
  ])("refuses %s whole", (_what, text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: "WEIR_OTLP_MALFORMED", status: 400 }));
  });

  it("never quotes the body in its errors", () => {
    for (const text of ["{hunter2", wrap([{ ...SPAN, startTimeUnixNano: "hunter2" }])]) {
      expect(() => read(text)).toThrow(expect.objectContaining({ message: expect.not.stringContaining("hunter2") }));
    }
  });

  it("stops at its limits", () => {
    const nest = (depth: number): unknown =>
      depth === 0 ? { intValue: 1 } : { arrayValue: { values: [nest(depth - 1)] } };
    expect(attribute(nest(READ_LIMITS.maxDepth))).toBeDefined();
    expect(() => attribute(nest(READ_LIMITS.maxDepth + 1))).toThrow(
      expect.objectContaining({ code: "WEIR_OTLP_TOO_DEEP" }),
    );
    const many = readSpans(Buffer.from(wrap([SPAN, SPAN])), { ...READ_LIMITS, maxSpans: 2 });
    expect(many.spans).toHaveLength(2);
    expect(() => readSpans(Buffer.from(wrap([SPAN, SPAN])), { ...READ_LIMITS, maxSpans: 1 })).toThrow(
      expect.objectContaining({ code: "WEIR_OTLP_TOO_MANY_SPANS", status: 413 }),
    );
  });

  it("counts what it leaves out of a span", () => {
    const limits = { ...READ_LIMITS, maxAttributes: 1, maxTextBytes: 3, maxItems: 1, maxEvents: 1, maxLinks: 1 };
    const link = { traceId: SPAN.traceId, spanId: SPAN.spanId };
    const body = wrap([
      {
        ...SPAN,
        attributes: [
          { key: "weir.long", value: { stringValue: "üü" } },
          { key: "weir.wide", value: { arrayValue: { values: [{ intValue: 1 }, { intValue: 2 }] } } },
          { key: "weir.kept", value: { boolValue: true } },
          { key: "weir.many", value: { boolValue: true } },
        ],
        events: [{ name: "exception" }, { name: "exception" }],
        links: [link, link, { ...link, traceId: "" }],
      },
    ]);
    const { spans, cut } = readSpans(Buffer.from(body), limits);
    expect(spans[0]).toMatchObject({
      attributes: { "weir.kept": true },
      events: [{ name: "exception" }],
      links: [link],
    });
    expect(cut).toBe(6);
  });

  it("looks at a large body before it builds it", () => {
    const large = " ".repeat(1024 * 1024);
    expect(() => read(`${large}${"[".repeat(1000)}`)).toThrow(expect.objectContaining({ code: "WEIR_OTLP_TOO_DEEP" }));
    expect(() => read(`{"x":[${"{},".repeat(8_000_001)}{}]}`)).toThrow(
      expect.objectContaining({ code: "WEIR_OTLP_MALFORMED" }),
    );
    const brackets = wrap([{ ...SPAN, name: '[{"\\'.repeat(1000) }]);
    expect(read(brackets + large).spans).toHaveLength(1);
    expect(() => read("[".repeat(500_000))).toThrow(expect.objectContaining({ code: "WEIR_OTLP_MALFORMED" }));
  });

  it("never does anything but answer or refuse, whatever it is given", () => {
    const anything = fc.anything({
      withNullPrototype: true,
      maxDepth: 6,
      key: fc.constantFrom(
        "resourceSpans",
        "scopeSpans",
        "spans",
        "attributes",
        "key",
        "value",
        "traceId",
        "events",
        "arrayValue",
        "values",
        "intValue",
        "x",
      ),
    });
    fc.assert(
      fc.property(anything, (value) => {
        let code = "fine";
        try {
          read(JSON.stringify({ resourceSpans: value }) ?? "");
        } catch (error) {
          ({ code } = error as { code: string });
        }
        expect(code).toMatch(/^fine$|^WEIR_OTLP_/);
      }),
      { numRuns: 1_000 },
    );
  });
});
