import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Span } from "@weir/core";
import type { Encoding } from "../../ingest/body-form.ts";
import { readSpans as readJson } from "../../ingest/json/read-spans.ts";
import { readSpans as readProtobuf } from "../../ingest/protobuf/read-spans.ts";
import { arbitraryRequest } from "../../ingest/testing/arbitrary-request.ts";
import { bytesField, request, span, varintField } from "../../ingest/testing/message.ts";
import type { OracleRequest } from "../../ingest/testing/oracle.ts";
import { encode } from "../../ingest/testing/receiver-kit.ts";
import { callSpan, requestWith } from "../../ingest/testing/requests.ts";
import { scanBody } from "./scanned-body.ts";

const MAX_SPANS = 1_000;
const ENCODINGS: readonly Encoding[] = ["protobuf", "json"];
const read = { protobuf: readProtobuf, json: readJson };
const spansIn = (body: Buffer | undefined, encoding: Encoding): readonly Span[] =>
  body === undefined ? [] : read[encoding](body).spans;

/** Few traces, so that each has spans under several resources and scopes. */
const fewTraces: fc.Arbitrary<OracleRequest> = fc
  .tuple(arbitraryRequest, fc.infiniteStream(fc.integer({ min: 1, max: 4 })))
  .map(([made, numbers]) => ({
    ...made,
    resourceSpans: made.resourceSpans?.map((resource) => ({
      ...resource,
      scopeSpans: resource.scopeSpans?.map((scope) => ({
        ...scope,
        spans: scope.spans?.map((one) => ({ ...one, traceId: new Uint8Array(16).fill(numbers.next().value ?? 1) })),
      })),
    })),
  })) as fc.Arbitrary<OracleRequest>;

const byId = (spans: readonly Span[]): readonly Span[] =>
  spans.toSorted((a, b) => (`${a.traceId}${a.spanId}` < `${b.traceId}${b.spanId}` ? -1 : 1));

describe.each(ENCODINGS)("a %s body", (encoding) => {
  it("is cut so that every span is in the part of its trace, whole and once", () => {
    fc.assert(
      fc.property(fewTraces, (made) => {
        const body = encode(made, encoding);
        const scanned = scanBody(body, encoding, MAX_SPANS);
        const bins = scanned.pieces.map((_, index) => index % 3);
        const parts = scanned.parts(bins, 3, 0);
        expect(byId(parts.flatMap((part) => spansIn(part, encoding)))).toEqual(byId(spansIn(body, encoding)));
        const traces = parts.map((part) => new Set(spansIn(part, encoding).map(({ traceId }) => traceId)));
        expect(traces.reduce((sum, { size }) => sum + size, 0)).toBe(scanned.pieces.length);
      }),
      { numRuns: 60 },
    );
  });

  it("has pieces that are the same however it is cut, and in the other encoding", () => {
    fc.assert(
      fc.property(fewTraces, (made) => {
        const { pieces, parts } = scanBody(encode(made, encoding), encoding, MAX_SPANS);
        const other = ENCODINGS.find((one) => one !== encoding) ?? encoding;
        expect(scanBody(encode(made, other), other, MAX_SPANS).pieces).toEqual(pieces);
        const alone = parts(
          pieces.map((_, index) => index),
          pieces.length,
          0,
        );
        expect(alone.map((part) => part && scanBody(part, encoding, MAX_SPANS).pieces)).toEqual(
          pieces.map((piece) => [piece]),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("tells other spans of the same trace from these", () => {
    const ids = [[1, 2], [2, 1], [1], [1, 2, 3]].map(
      (numbers) =>
        scanBody(encode(requestWith(numbers.map((number) => callSpan(number))), encoding), encoding, MAX_SPANS)
          .pieces[0]?.id,
    );
    expect(new Set(ids.map((id) => JSON.stringify(id))).size).toBe(ids.length);
  });

  it("is handed on as it is when all of it goes to one place", () => {
    const body = encode(requestWith([callSpan(1), callSpan(150)]), encoding);
    const scanned = scanBody(body, encoding, MAX_SPANS);
    expect(scanned.pieces).toHaveLength(2);
    expect(scanned.parts([1, 1], 2, 1)).toEqual([undefined, body]);
    expect(scanned.parts([1, 1], 2, 1)[1]).toBe(body);
  });

  it("keeps spans without ids together, for whoever counts them", () => {
    const body = encode(requestWith([callSpan(1), callSpan(2, { traceId: new Uint8Array(16) })]), encoding);
    const scanned = scanBody(body, encoding, MAX_SPANS);
    expect(scanned).toMatchObject({ loose: 1, pieces: [{}] });
    const [rest, own] = scanned.parts([1], 2, 0);
    expect(spansIn(own, encoding)).toHaveLength(1);
    expect(rest && read[encoding](rest).rejected.get("trace-id")).toBe(1);
  });

  it("may hold so many spans and no more", () => {
    const body = encode(requestWith([callSpan(1), callSpan(2)]), encoding);
    expect(scanBody(body, encoding, 2).pieces).toHaveLength(1);
    expect(() => scanBody(body, encoding, 1)).toThrow(expect.objectContaining({ code: "WEIR_OTLP_TOO_MANY_SPANS" }));
  });
});

describe("a protobuf body", () => {
  it("is cut whatever order its fields have, unknown fields along", () => {
    const unknown = varintField(1_000, 5);
    const scope = bytesField(2, [bytesField(2, span()), unknown, bytesField(1, [bytesField(1, "late")])]);
    const otherTrace = Buffer.from(span());
    otherTrace.fill(7, 2, 18);
    const other = bytesField(2, [bytesField(2, otherTrace)]);
    const body = Buffer.concat([bytesField(1, [scope, bytesField(1, []), other, unknown]), unknown]);
    const parts = scanBody(body, "protobuf", MAX_SPANS).parts([0, 1], 2, 0);
    expect(parts.map((part) => spansIn(part, "protobuf").map((one) => one.scope))).toEqual([["late"], [""]]);
  });

  it("that is no request is refused or cut, never read beyond", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(), (noise, at) => {
        const whole = request([span(), span()]);
        const bytes = Buffer.concat([whole.subarray(0, at % whole.length), noise]);
        let code = "fine";
        try {
          const scanned = scanBody(bytes, "protobuf", MAX_SPANS);
          scanned.parts(
            scanned.pieces.map((_, index) => index),
            scanned.pieces.length + 1,
            0,
          );
        } catch (error) {
          ({ code } = error as { code: string });
        }
        expect(code).toMatch(/^fine$|^WEIR_OTLP_/);
      }),
      { numRuns: 500 },
    );
  });
});
