import { JsonTraceSerializer, ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSpans as readJson } from "../json/read-spans.ts";
import { READ_LIMITS, type ReadLimits } from "../span-batch.ts";
import { arbitraryRequest } from "../testing/arbitrary-request.ts";
import {
  attribute,
  bytesField,
  fixed32Field,
  fixed64Field,
  request,
  span,
  SPAN_ID,
  TRACE_ID,
  varint,
  varintField,
} from "../testing/message.ts";
import { encodeWithOracle, readWithOracle } from "../testing/oracle.ts";
import { PARENT, nextSerializers, sdkSpans } from "../testing/sdk-spans.ts";
import { readSpans } from "./read-spans.ts";

const malformed = expect.objectContaining({ code: "WEIR_OTLP_MALFORMED", status: 400 });

/** Attributes of one span that has these fields. */
function attributesOf(...fields: Buffer[]) {
  return readSpans(request([span(...fields)])).spans[0]?.attributes;
}

describe("readSpans (protobuf)", () => {
  it("reads what the generated decoder reads, of any request", () => {
    fc.assert(
      fc.property(arbitraryRequest, (message) => {
        const bytes = encodeWithOracle(message);
        const { spans, resources, rejected } = readSpans(bytes);
        expect({ spans, resources }).toEqual(readWithOracle(bytes));
        expect(rejected.size).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["2.x", ProtobufTraceSerializer, readSpans],
    ["3.x", nextSerializers.ProtobufTraceSerializer, readSpans],
    ["2.x as JSON", JsonTraceSerializer, readJson],
    ["3.x as JSON", nextSerializers.JsonTraceSerializer, readJson],
  ])("reads what the exporters of SDK %s write", (_version, serializer, read) => {
    const made = sdkSpans();
    const bytes = Buffer.from(serializer.serializeRequest([...made] as never) ?? []);
    const { spans, rejected, cut } = read(bytes);
    const ids = made.map((one) => one.spanContext());
    const resource = {
      service: "shop",
      env: "staging",
      version: "3f9c1e2",
      instance: "pod-7",
      sdk: "opentelemetry 2.12.0",
    };
    expect([rejected.size, cut]).toEqual([0, 0]);
    expect(spans).toEqual([
      {
        traceId: PARENT.traceId,
        spanId: ids[0]?.spanId,
        parentSpanId: ids[1]?.spanId,
        parentIsRemote: false,
        scope: "@weir/agent",
        name: "GET",
        kind: "client",
        start: 1_700_000_000_200_000,
        end: 1_700_000_000_250_999,
        status: "error",
        attributes: {
          "url.full": "http://api.internal/users/{id}?q={}",
          "weir.stacks": ["at a (a.js:1:1)", "at b (b.js:2:2)"],
          "weir.numbers": [1, 2 ** 40, -3],
          "weir.half": 0.5,
          "weir.format": 1,
        },
        events: [
          {
            name: "weir.op",
            time: 1_700_000_000_200_000,
            attributes: { "weir.op.seq": 7, "weir.op.waits.body": [], "weir.op.start": 1_700_000_000_200_000 },
          },
          { name: "exception", time: 1_700_000_000_210_000, attributes: { "exception.type": "TypeError" } },
        ],
        links: [{ traceId: "1".repeat(32), spanId: "2".repeat(16), attributes: { "weir.why": "hop" } }],
        resource,
      },
      {
        traceId: PARENT.traceId,
        spanId: ids[1]?.spanId,
        parentSpanId: PARENT.spanId,
        parentIsRemote: true,
        scope: "@weir/agent",
        name: "GET /shop/[id]",
        kind: "server",
        start: 1_700_000_000_123_456,
        end: 1_700_000_000_300_000,
        status: "unset",
        attributes: { "http.route": "/shop/[id]", "http.status_code": 200, "next.rsc": false },
        events: [],
        links: [],
        resource,
      },
    ]);
  });

  it.each([
    [0n, 0],
    [-1n, -1],
    [-5n, -5],
    [2n ** 31n, 2 ** 31],
    [-(2n ** 31n), -(2 ** 31)],
    [2n ** 32n + 7n, 2 ** 32 + 7],
    [2n ** 49n, 2 ** 49],
    [2n ** 52n, 2 ** 52],
    [2n ** 53n - 1n, Number.MAX_SAFE_INTEGER],
    [1n - 2n ** 53n, Number.MIN_SAFE_INTEGER],
    [2n ** 53n, 2n ** 53n],
    [2n ** 53n + 1n, 2n ** 53n + 1n],
    [-(2n ** 53n) - 1n, -(2n ** 53n) - 1n],
    [2n ** 63n - 1n, 2n ** 63n - 1n],
    [-(2n ** 63n), -(2n ** 63n)],
  ])("reads the 64-bit integer %s exactly", (value, expected) => {
    expect(attributesOf(attribute(9, "weir.x", varintField(3, value)))).toEqual({ "weir.x": expected });
  });

  it.each([
    [1_000n, 1],
    [1_999n, 1],
    [4_294_967_296_000n, 4_294_967_296],
    [1_700_000_000_123_456_999n, 1_700_000_000_123_456],
    [1_763_700_000_999_999_999n, 1_763_700_000_999_999],
    [9_007_199_254_740_991_999n, Number.MAX_SAFE_INTEGER],
  ])("reads %s ns as whole microseconds, rounded down, without loss", (nanos, micros) => {
    const [read] = readSpans(request([span(fixed64Field(7, nanos), fixed64Field(8, nanos))])).spans;
    expect([read?.start, read?.end]).toEqual([micros, micros]);
  });

  it("finds resource and scope behind the spans, and the value before its key", () => {
    const swapped = bytesField(9, [bytesField(2, bytesField(1, "GET")), bytesField(1, "http.method")]);
    const scopeSpans = [bytesField(2, span(swapped)), bytesField(1, [bytesField(1, "late")])];
    const resource = [attribute(1, "service.name", bytesField(1, "shop"))];
    const bytes = bytesField(1, [bytesField(2, scopeSpans), bytesField(1, resource)]);
    const [read] = readSpans(bytes).spans;
    expect(read).toMatchObject({ scope: "late", resource: { service: "shop" }, attributes: { "http.method": "GET" } });
  });

  it("steps over fields it does not know, of every wire type and number", () => {
    const unknown = [
      varintField(30, -1n),
      fixed64Field(31, 2n ** 63n),
      bytesField(2_000, "x".repeat(300)),
      fixed32Field(536_870_911, 7),
    ];
    const bytes = Buffer.concat([...unknown, request([span(...unknown)]), ...unknown]);
    expect(readSpans(bytes).spans).toHaveLength(1);
  });

  it("takes a known field of another wire type for an unknown one", () => {
    const [read] = readSpans(
      request([span(varintField(5, 1), bytesField(6, "x"), varintField(9, 1), fixed32Field(7, 1))]),
    ).spans;
    expect(read).toMatchObject({ name: "GET", kind: "client", start: 1_700_000_000_123_456 });
  });

  it("keeps foreign events and attributes out, and the agent's in", () => {
    const event = (name: string, ...fields: Buffer[]) => bytesField(11, [bytesField(2, name), ...fields]);
    const fields = [
      event("log", attribute(3, "message", bytesField(1, "secret"))),
      event("exception", attribute(3, "exception.message", bytesField(1, "secret"))),
      event("other", attribute(3, "weir.fact", varintField(2, 1))),
    ];
    const names = (scope: string) =>
      readSpans(request([span(...fields)], scope)).spans[0]?.events.map(({ name }) => name);
    expect(names("@vercel/otel")).toEqual(["exception", "other"]);
    expect(names("@weir/agent")).toEqual(["log", "exception", "other"]);
    expect(JSON.stringify(readSpans(request([span(...fields)], "@weir/agent")))).not.toContain("secret");
  });

  it("does not read keys that hold the app's text or values", () => {
    const keys = [
      "sveltekit.load.result.message",
      "db.query.parameter.0",
      "http.request.header.cookie",
      "url.query",
      "user.id",
    ];
    expect(attributesOf(...keys.map((key) => attribute(9, key, bytesField(1, "secret"))))).toEqual({});
    expect(attributesOf(attribute(9, "sveltekit.handle.root.result.status", varintField(3, 302)))).toEqual({
      "sveltekit.handle.root.result.status": 302,
    });
  });

  it.each([
    ["trace-id", bytesField(1, Buffer.alloc(16))],
    ["trace-id", bytesField(1, Buffer.alloc(15, 1))],
    ["trace-id", bytesField(1, "")],
    ["span-id", bytesField(2, Buffer.alloc(8))],
    ["span-id", bytesField(2, Buffer.alloc(9, 1))],
    ["parent-id", bytesField(4, Buffer.alloc(7, 1))],
    ["kind", varintField(6, 6)],
    ["kind", varintField(6, -1n)],
    ["status", bytesField(15, varintField(3, 3))],
    ["time", fixed64Field(7, 0n)],
    ["time", fixed64Field(8, 1n)],
    ["time", fixed64Field(8, 2n ** 64n - 1n)],
  ])("leaves out a span whose %s is wrong, and only that (%#)", (reason, field) => {
    const { spans, rejected } = readSpans(request([span(), span(field), span()]));
    expect(spans).toHaveLength(2);
    expect([...rejected]).toEqual([[reason, 1]]);
  });

  it("does not take a text for the one before it", () => {
    const texts = ["Ã©", "é", "Ã©", "GET", "GEU", "HET", "GE", "GETS", "", "GET"];
    const names = readSpans(request(texts.map((text) => span(bytesField(5, text))))).spans.map(({ name }) => name);
    expect(names).toEqual(texts);
    const methods = texts.map((text) => span(attribute(9, "http.method", bytesField(1, text))));
    const read = readSpans(request(methods)).spans.map(({ attributes }) => attributes["http.method"]);
    expect(read).toEqual(texts);
  });

  it("does not take an id for the one before it", () => {
    const ids = [0, 5, 10, 15].map((place) =>
      Buffer.alloc(16, 1)
        .fill(2, place, place + 1)
        .toString("hex"),
    );
    const spans = ids.map((id) =>
      span(bytesField(1, Buffer.from(id, "hex")), bytesField(4, Buffer.from(id, "hex").subarray(0, 8))),
    );
    const both = [...spans, ...spans];
    const read = readSpans(request(both)).spans.map(({ traceId, parentSpanId }) => [traceId, parentSpanId]);
    expect(read).toEqual([...ids, ...ids].map((id) => [id, id.slice(0, 16)]));
  });

  it("reads ids of one trace and of many", () => {
    const other = "11111111111111111111111111111111";
    const spans = [TRACE_ID, TRACE_ID, other, TRACE_ID].map((id) => span(bytesField(1, Buffer.from(id, "hex"))));
    const read = readSpans(request(spans)).spans;
    expect(read.map(({ traceId }) => traceId)).toEqual([TRACE_ID, TRACE_ID, other, TRACE_ID]);
    expect(read.every(({ spanId }) => spanId === SPAN_ID)).toBe(true);
  });
});

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
