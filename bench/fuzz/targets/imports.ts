import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { WeirError } from "../../../packages/collector/src/errors.ts";
import { STANDARD_INPUT } from "../../../packages/collector/src/import/open-input.ts";
import { readInput } from "../../../packages/collector/src/import/read-input.ts";
import { encodeWithOracle } from "../../../packages/collector/src/ingest/testing/oracle.ts";
import { toOtlpJson } from "../../../packages/collector/src/ingest/testing/otlp-json.ts";
import { Random } from "../engine/random.ts";
import type { Target } from "../engine/target.ts";
import { madeRequest } from "./made-request.ts";

const JAEGER = {
  data: [
    {
      traceID: "5b8efff798038103d269b633813fc60c",
      spans: [
        {
          traceID: "5b8efff798038103d269b633813fc60c",
          spanID: "eee19b7ec3c1b174",
          operationName: "GET",
          references: [
            { refType: "CHILD_OF", traceID: "5b8efff798038103d269b633813fc60c", spanID: "eee19b7ec3c1b173" },
          ],
          startTime: 1_700_000_000_000_000,
          duration: 1_000,
          tags: [{ key: "http.method", type: "string", value: "GET" }],
          logs: [{ timestamp: 1_700_000_000_000_000, fields: [{ key: "event", type: "string", value: "exception" }] }],
          processID: "p1",
        },
      ],
      processes: { p1: { serviceName: "shop", tags: [] } },
    },
  ],
};

const CAPTURE = [
  '{"weir":{"hello":{"service":"shop","env":"dev"}},"resourceSpans":[]}\n',
  '{"weir":{"capture":{"spans":3,"dropped":0}},"resourceSpans":[]}\n',
  '{"weir":{"sources":{"service":"shop","env":"dev","version":"1","files":[]}},"resourceSpans":[]}\n',
];

/** Any file for `weir import`, in any of the formats, packed or not. */
export function imports(): Target {
  return {
    seeds,
    words: [
      '{"data":[',
      '{"resourceSpans":[',
      '{"weir":',
      "null",
      "[",
      "]",
      "}\n{",
      '"spans":',
      '"processes":{"p1":',
      "\u001f\u008b",
      "1e999",
    ],
    make: (random) => random.pick(MAKERS)(random),
    slow: 500,
    maxBytes: 16 * 1024,
    async run(input) {
      const kinds = new Set<string>();
      try {
        for await (const item of readInput(STANDARD_INPUT, { stdin: Readable.from([input]) })) {
          kinds.add(item.kind === "spans" ? `${Math.min(3, item.batch.spans.length)} spans` : item.kind);
        }
      } catch (error) {
        if (!(error instanceof WeirError)) throw error;
        return `${error.code} ${error.message.replaceAll(/\d+/g, "n").slice(0, 60)}`;
      }
      return [...kinds].toSorted().join();
    },
  };
}

const MAKERS: readonly ((random: Random) => Buffer)[] = [
  (random) => encodeWithOracle(madeRequest(random)),
  (random) => json(random),
  (random) => Buffer.concat(random.list(3, () => Buffer.concat([json(random), Buffer.from("\n")]))),
  (random) => framed(encodeWithOracle(madeRequest(random))),
  (random) => Buffer.from(random.pick(CAPTURE)),
  (random) => (random.chance(8) ? gzipSync(json(random), { level: 1 }) : Buffer.from(JSON.stringify(JAEGER))),
];

function seeds(): readonly Buffer[] {
  const plain = Array.from({ length: 24 }, (_, index) => {
    const random = new Random(0, index);
    return (MAKERS[index % MAKERS.length] as (typeof MAKERS)[number])(random);
  });
  return [...plain, Buffer.from(JSON.stringify(JAEGER, null, 2)), ...plain.slice(0, 4).map((bytes) => gzipSync(bytes))];
}

function json(random: Random): Buffer {
  return Buffer.from(JSON.stringify(toOtlpJson(madeRequest(random)), null, random.chance(3) ? 2 : 0));
}

function framed(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
