import * as fc from "fast-check";
import { expect, it } from "vitest";
import { arbitraryRequest } from "../testing/arbitrary-request.ts";
import { bytesField, request, span } from "../testing/message.ts";
import { encodeWithOracle } from "../testing/oracle.ts";
import { readSpans } from "./read-spans.ts";

it("reads each span of any request again as it was, in any order", () => {
  fc.assert(
    fc.property(arbitraryRequest, arbitraryRequest, (message, other) => {
      const batch = readSpans(encodeWithOracle(message));
      const between = readSpans(encodeWithOracle(other));
      const indices = batch.spans.map((_, index) => index).toReversed();
      const again = indices.map((index) => {
        if (between.spans.length > 0) between.bytes?.read(0);
        return batch.bytes?.read(index);
      });
      expect(again.toReversed()).toEqual(batch.spans);
    }),
    { numRuns: 200 },
  );
});

it("counts only spans that are valid", () => {
  const invalid = bytesField(2, bytesField(1, Buffer.alloc(3)));
  const { spans, bytes } = readSpans(Buffer.concat([request([span(), invalid, span()])]));
  expect(spans).toHaveLength(2);
  expect([bytes?.read(0), bytes?.read(1)]).toEqual(spans);
  expect(() => bytes?.read(2)).toThrow("no span 2");
});
