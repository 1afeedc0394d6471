import { JsonTraceSerializer, ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSpans as readJson } from "../json/read-spans.ts";
import { arbitraryRequest } from "../testing/arbitrary-request.ts";
import { attributesOf } from "../testing/attributes-of.ts";
import {
  attribute,
  bytesField,
  fixed32Field,
  fixed64Field,
  request,
  span,
  SPAN_ID,
  TRACE_ID,
  varintField,
} from "../testing/message.ts";
import { encodeWithOracle, readWithOracle } from "../testing/oracle.ts";
import { PARENT, nextSerializers, sdkSpans } from "../testing/sdk-spans.ts";
import { readSpans } from "./read-spans.ts";

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
