import { isDeepStrictEqual } from "node:util";
import type { Span } from "@weir/core";
import { WeirError } from "../../../packages/collector/src/errors.ts";
import { readSpans as readJson } from "../../../packages/collector/src/ingest/json/read-spans.ts";
import { readSpans as readProtobuf } from "../../../packages/collector/src/ingest/protobuf/read-spans.ts";
import { redactSpans } from "../../../packages/collector/src/ingest/redact-spans.ts";
import type { SpanBatch } from "../../../packages/collector/src/ingest/span-batch.ts";
import { encodeWithOracle, readWithOracle, writeAgain } from "../../../packages/collector/src/ingest/testing/oracle.ts";
import { toOtlpJson } from "../../../packages/collector/src/ingest/testing/otlp-json.ts";
import { Random } from "../engine/random.ts";
import type { Target } from "../engine/target.ts";
import { madeRequest } from "./made-request.ts";

/** Whatever the bytes are: the same spans as the generated decoder reads, or a refusal. */
export function otlpProtobuf(): Target {
  return {
    seeds: () => seeds(encodeWithOracle),
    words: [],
    make: (random) => encodeWithOracle(madeRequest(random)),
    slow: 250,
    run(input) {
      const batch = read(() => readProtobuf(input));
      if (typeof batch === "string") return batch;
      if (isPlain(input)) compare(batch, () => readWithOracle(input).spans);
      return outcomeOf(batch);
    },
  };
}

/** Two readers, one meaning: JSON made of a request says what its protobuf says. */
export function otlpJson(): Target {
  return {
    seeds: () => seeds((request) => Buffer.from(JSON.stringify(toOtlpJson(request)))),
    words: [
      '"traceId":',
      '"__proto__":{"a":1},',
      "[[[[",
      "{}",
      "null",
      "1e999",
      "-0",
      "9007199254740993",
      '"\\ud800"',
      '"',
    ],
    make(random) {
      const request = madeRequest(random);
      const json = Buffer.from(JSON.stringify(toOtlpJson(request)));
      const batch = read(() => readJson(json));
      if (typeof batch === "string") throw new Error(`A legal request was refused: ${batch}`);
      compare(batch, () => readWithOracle(encodeWithOracle(request)).spans);
      return json;
    },
    slow: 250,
    run(input) {
      const batch = read(() => readJson(input));
      if (typeof batch === "string") return batch;
      if (Object.keys(Object.prototype).length > 0) throw new Error("The prototype of all objects was changed");
      return outcomeOf(batch);
    },
  };
}

function seeds(encode: (request: ReturnType<typeof madeRequest>) => Buffer): readonly Buffer[] {
  return Array.from({ length: 40 }, (_, index) => encode(madeRequest(new Random(0, index))));
}

/** The batch, or the code of a refusal; every other throw is a defect. */
function read(reader: () => SpanBatch): SpanBatch | string {
  try {
    return reader();
  } catch (error) {
    if (error instanceof WeirError && error.status < 500) return error.code;
    throw error;
  }
}

/**
 * Would an encoder have written these very bytes? Of a message field that is there twice the generated decoder keeps
 * the last, where protobuf says that they are merged: such inputs are read, but not compared.
 */
function isPlain(input: Buffer): boolean {
  try {
    return writeAgain(input).equals(input);
  } catch {
    return false;
  }
}

/** The generated decoder knows neither limits nor validity, and refuses more than a selective reader looks at. */
function compare(batch: SpanBatch, oracle: () => readonly Span[]): void {
  if (batch.rejected.size > 0 || batch.cut > 0) return;
  let expected: readonly Span[];
  try {
    expected = oracle();
  } catch {
    return;
  }
  // Of an event (spans of such times are refused): a number does not hold that microsecond.
  if (expected.some(({ events }) => events.some(({ time }) => time > Number.MAX_SAFE_INTEGER))) return;
  const found = batch.spans.map(({ parentIsRemote: _younger, ...span }) => span);
  if (isDeepStrictEqual(found, expected)) return;
  // JSON writes -0 as 0, so what was made through it has lost the sign.
  const [a, b] = [JSON.stringify(found, plain), JSON.stringify(expected, plain)];
  if (a === b) return;
  // Broken UTF-8 becomes other replacement characters in the two decoders.
  if (a.includes("\ufffd") || b.includes("\ufffd")) return;
  let at = 0;
  while (a[at] === b[at] && at < a.length) at += 1;
  throw new Error(
    `The readers differ: ${a.slice(Math.max(0, at - 60), at + 60)} <> ${b.slice(Math.max(0, at - 60), at + 60)}`,
  );
}

/** In one order of keys, whoever made the object. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function outcomeOf(batch: SpanBatch): string {
  redactSpans(batch.spans);
  const kinds = new Set(
    batch.spans.flatMap(({ attributes }) => Object.values(attributes).map((value) => typeof value)),
  );
  const rejected = [...batch.rejected.keys()].toSorted().join("+");
  return `${Math.min(batch.spans.length, 5)} spans ${rejected} ${[...kinds].toSorted().join()} ${batch.cut > 0 ? "cut" : ""}`;
}
