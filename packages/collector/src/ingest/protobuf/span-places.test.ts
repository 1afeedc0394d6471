import * as fc from "fast-check";
import { expect, it } from "vitest";
import { READ_LIMITS, type ReadLimits } from "../span-batch.ts";
import { arbitraryRequest } from "../testing/arbitrary-request.ts";
import { bytesField, request, span } from "../testing/message.ts";
import { encodeWithOracle } from "../testing/oracle.ts";
import { checkSpans, readSpans } from "./read-spans.ts";

it("reads each span of any request again as it was, in any order", () => {
  fc.assert(
    fc.property(arbitraryRequest, arbitraryRequest, (message, other) => {
      const bytes = encodeWithOracle(message);
      const batch = checkSpans(bytes);
      const between = checkSpans(encodeWithOracle(other));
      const indices = batch.spans.map((_, index) => index).toReversed();
      const again = indices.map((index) => {
        if (between.spans.length > 0) between.bytes.read(0);
        return batch.bytes.read(index);
      });
      const { spans, ...rest } = readSpans(bytes);
      expect(again.toReversed()).toEqual(spans);
      expect(batch).toMatchObject(rest);
      const heads = spans.map(({ traceId, spanId, resource }) => ({ traceId, spanId, resource }));
      expect(batch.spans).toEqual(heads);
      expect(spans.map((_, index) => batch.bytes.idOf(index))).toEqual(spans.map(({ spanId }) => spanId));
    }),
    { numRuns: 200 },
  );
});

it("counts only spans that are valid", () => {
  const invalid = bytesField(2, bytesField(1, Buffer.alloc(3)));
  const body = request([span(), invalid, span()]);
  const { spans, bytes, rejected } = checkSpans(body);
  expect(spans).toHaveLength(2);
  expect([bytes.read(0), bytes.read(1)]).toEqual(readSpans(body).spans);
  expect(rejected).toEqual(readSpans(body).rejected);
  expect(() => bytes.read(2)).toThrow("no span 2");
  expect(() => bytes.idOf(2)).toThrow("no span 2");
});

it("refuses, rejects and cuts what reading would, whatever the bytes and however narrow the limits", () => {
  const narrow: ReadLimits = {
    ...READ_LIMITS,
    maxAttributes: 1,
    maxEvents: 1,
    maxLinks: 0,
    maxItems: 1,
    maxTextBytes: 2,
    maxDepth: 1,
  };
  const told = (read: typeof readSpans | typeof checkSpans, bytes: Buffer, limits: ReadLimits): unknown => {
    try {
      const { spans, resources, rejected, cut } = read(bytes, limits);
      return { spans: spans.length, resources, rejected, cut };
    } catch (error) {
      return error;
    }
  };
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 3 });
  fc.assert(
    fc.property(arbitraryRequest, damage, fc.constantFrom(READ_LIMITS, narrow), (message, bytesAt, limits) => {
      const bytes = Buffer.from(encodeWithOracle(message));
      for (const [at, byte] of bytesAt) if (bytes.length > 0) bytes[at % bytes.length] = byte;
      expect(told(checkSpans, bytes, limits)).toEqual(told(readSpans, bytes, limits));
    }),
    { numRuns: 500 },
  );
});
