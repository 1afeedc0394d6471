import * as fc from "fast-check";
import { EVENT_KEYS, RESOURCE_KEYS, SPAN_KEYS } from "../wanted-keys.ts";
import type { OracleAttribute, OracleRequest, OracleSpan, OracleValue } from "./oracle.ts";

/** Both words of a 64-bit integer, with the values that break readers often among them. */
const long = (unsigned: boolean, values: fc.Arbitrary<bigint>) =>
  values.map((value) => ({
    low: Number(BigInt.asIntN(32, value)),
    high: Number(BigInt.asIntN(32, value >> 32n)),
    unsigned,
  }));

const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(0n, -1n, -5n, 127n, 128n, 2n ** 31n, 2n ** 32n, 2n ** 49n, 2n ** 52n, 2n ** 53n - 1n, 2n ** 53n),
  fc.constantFrom(-(2n ** 31n), -(2n ** 32n), -(2n ** 53n), 1n - 2n ** 53n, -(2n ** 63n), 2n ** 63n - 1n),
);

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.constantFrom("GET", "http://a/b?c=d", "ü".repeat(70)),
);

const value: fc.Arbitrary<OracleValue> = fc.letrec<{ value: OracleValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    text.map((stringValue) => ({ stringValue })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    long(false, int64).map((intValue) => ({ intValue })),
    fc.double().map((doubleValue) => ({ doubleValue })),
    fc.constant({}),
    fc.uint8Array().map((bytesValue) => ({ bytesValue })),
    fc.constant({ kvlistValue: { values: [{ key: "weir.inner", value: { stringValue: "x" } }] } }),
    fc.array(tie("value"), { maxLength: 5 }).map((values) => ({ arrayValue: { values } })),
  ),
})).value;

const attributes = (keys: readonly string[]): fc.Arbitrary<OracleAttribute[]> => {
  const key = fc.oneof(
    fc.constantFrom(...keys),
    fc.constantFrom("weir.new.fact", "weir.", "sveltekit.handle.root.result.type", "sveltekit.load.result.message"),
    fc.constantFrom("http.request.header.cookie", "__proto__", "constructor", "", "http.methoe", "user.id"),
    text,
  );
  return fc.uniqueArray(fc.record({ key, value }), { maxLength: 8, selector: (item) => item.key });
};

const id = (size: number) =>
  fc.uint8Array({ minLength: size, maxLength: size }).filter((bytes) => bytes.some((byte) => byte !== 0));

const nanos = fc.oneof(
  fc.bigInt({ min: 1_000n, max: 9_007_199_254_740_991_000n }),
  fc.bigInt({ min: 1_700_000_000_000_000_000n, max: 1_700_000_001_000_000_000n }),
);

const times = fc
  .tuple(nanos, nanos)
  .map(([a, b]) => (a < b ? ([a, b] as const) : ([b, a] as const)))
  .chain(([start, end]) =>
    fc.record({ startTimeUnixNano: long(true, fc.constant(start)), endTimeUnixNano: long(true, fc.constant(end)) }),
  );

const span: fc.Arbitrary<OracleSpan> = fc
  .tuple(
    times,
    fc.record(
      {
        traceId: id(16),
        spanId: id(8),
        parentSpanId: fc.oneof(id(8), fc.constant(new Uint8Array()), fc.constant(new Uint8Array(8))),
        traceState: text,
        name: text,
        kind: fc.integer({ min: 0, max: 5 }),
        attributes: attributes(SPAN_KEYS),
        droppedAttributesCount: fc.nat(),
        events: fc.array(
          fc.record({
            timeUnixNano: long(true, nanos),
            name: fc.oneof(fc.constantFrom("exception", "weir.op"), text),
            attributes: attributes(EVENT_KEYS),
          }),
          { maxLength: 3 },
        ),
        links: fc.array(fc.record({ traceId: id(16), spanId: id(8), attributes: attributes(["weir.link"]) }), {
          maxLength: 2,
        }),
        status: fc.record({ code: fc.integer({ min: 0, max: 2 }), message: text }),
      },
      { requiredKeys: ["traceId", "spanId"] },
    ),
  )
  .map(([when, rest]) => ({ ...rest, ...when }));

/** Requests whose spans are all valid: the kind of traffic any SDK may send, and odd but legal values. */
export const arbitraryRequest: fc.Arbitrary<OracleRequest> = fc.record(
  {
    resourceSpans: fc.array(
      fc.record(
        {
          resource: fc.record({ attributes: attributes(RESOURCE_KEYS) }),
          scopeSpans: fc.array(
            fc.record(
              {
                scope: fc.record({ name: fc.oneof(fc.constant("@weir/agent"), text), version: text }),
                spans: fc.array(span, { maxLength: 4 }),
                schemaUrl: text,
              },
              { requiredKeys: [] },
            ),
            { maxLength: 3 },
          ),
          schemaUrl: text,
        },
        { requiredKeys: [] },
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: [] },
);
