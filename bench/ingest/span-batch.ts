import {
  encodeWithOracle,
  type OracleAttribute,
  type OracleSpan,
} from "../../packages/collector/src/ingest/testing/oracle.ts";

/** Neighbouring calls go to different places, so that remembering the last text is not flattered. */
const HOSTS = ["api.internal", "cms.internal", "search.internal"];

const START = 1_700_000_000_000_000_000n;

/**
 * Requests as a Node server's exporter writes them: traces of eight spans, a server span, framework spans and fetches
 * with about twelve attributes each, half of which Weir reads.
 */
export function requestOf(spans: number, seed: number): Buffer {
  return encodeWithOracle({
    resourceSpans: [
      {
        resource: {
          attributes: [
            text("service.name", "web-shop"),
            text("service.version", "3f9c1e2"),
            text("host.name", "pod-7"),
          ],
        },
        scopeSpans: [
          {
            scope: { name: "@opentelemetry/instrumentation-undici", version: "0.33.0" },
            spans: Array.from({ length: spans }, (_, index) => fetchSpan(seed * spans + index)),
          },
        ],
      },
    ],
  });
}

function fetchSpan(number: number): OracleSpan {
  const trace = Math.floor(number / 8);
  const start = START + BigInt(number) * 1_000_003n;
  const item = (number * 7_919) % 10_000;
  const host = HOSTS[number % HOSTS.length] ?? "";
  return {
    traceId: id(16, trace + 1),
    spanId: id(8, number + 1),
    parentSpanId: id(8, number - (number % 8) + 1),
    name: "GET",
    kind: 3,
    startTimeUnixNano: long(start),
    endTimeUnixNano: long(start + 12_345_678n),
    attributes: [
      text("http.request.method", "GET"),
      text("http.request.method_original", "GET"),
      text("url.full", `http://${host}:4200/products/${item}?locale=en&currency=EUR`),
      text("url.path", `/products/${item}`),
      text("url.query", "?locale=en&currency=EUR"),
      text("url.scheme", "http"),
      text("server.address", host),
      integer("server.port", 4_200),
      text("user_agent.original", "node"),
      text("network.peer.address", "10.0.12.7"),
      integer("network.peer.port", 4_200),
      integer("http.response.status_code", number % 50 === 0 ? 404 : 200),
    ],
    status: { code: 0 },
  };
}

function text(key: string, stringValue: string): OracleAttribute {
  return { key, value: { stringValue } };
}

function integer(key: string, intValue: number): OracleAttribute {
  return { key, value: { intValue } };
}

function id(size: number, number: number): Uint8Array {
  const bytes = Buffer.alloc(size, 0xa5);
  bytes.writeUInt32BE(Math.imul(number, 2_654_435_761) >>> 0, size - 4);
  return bytes;
}

function long(value: bigint): { low: number; high: number; unsigned: boolean } {
  return { low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)), unsigned: true };
}
