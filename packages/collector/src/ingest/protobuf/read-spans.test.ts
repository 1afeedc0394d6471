import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryRequest } from "../testing/arbitrary-request.ts";
import { encodeWithOracle, readWithOracle } from "../testing/oracle.ts";
import { readSpans } from "./read-spans.ts";

describe("readSpans (protobuf)", () => {
  it("reads what the generated decoder reads, of any request", () => {
    fc.assert(
      fc.property(arbitraryRequest, (request) => {
        const bytes = encodeWithOracle(request);
        const { spans, resources, rejected } = readSpans(bytes);
        expect({ spans, resources }).toEqual(readWithOracle(bytes));
        expect(rejected.size).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
