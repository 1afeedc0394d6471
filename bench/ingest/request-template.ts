import {
  encodeWithOracle,
  type OracleAttribute,
  type OracleSpan,
} from "../../packages/collector/src/ingest/testing/oracle.ts";

/** Spans of one request: what the server did, what the framework did, and what it asked others. */
export const SPANS_PER_REQUEST = 20;
/** Calls that start together; the groups follow each other. */
const GROUP = 2;
const MILLISECOND = 1_000_000n;
const MARK = Buffer.from("5a5a5a5a5a5a5a5a", "hex");

export interface TemplateShape {
  readonly routes: number;
  /** The route of the first request; the next ones follow. */
  readonly firstRoute?: number;
  /** Outgoing calls of a request, up to 17; the rest of its spans are the framework's. */
  readonly fetches: number;
  /** Unix milliseconds. */
  readonly startedAt: number;
}

/**
 * A body with some requests of twenty spans each, as an OpenTelemetry SDK sends them: fetches in pairs, and what the
 * framework says of itself. `stamp` makes it a body of new requests without encoding it again.
 */
export class RequestTemplate {
  readonly bytes: Buffer;
  readonly requests: number;
  /** Where each request's number stands in its trace ids. */
  readonly #places: readonly (readonly number[])[];

  constructor(requests: number, { routes, fetches, startedAt, firstRoute = 0 }: TemplateShape) {
    this.requests = requests;
    const spans = Array.from({ length: requests }, (_, index) =>
      requestSpans(index, (firstRoute + index) % routes, fetches, startedAt),
    ).flat();
    this.bytes = encodeWithOracle({
      resourceSpans: [
        {
          resource: { attributes: [text("service.name", "shop"), text("deployment.environment.name", "staging")] },
          scopeSpans: [{ scope: { name: "@opentelemetry/instrumentation-undici" }, spans }],
        },
      ],
    });
    this.#places = placesOf(this.bytes, requests);
  }

  /** Gives the requests numbers from `first` on. */
  stamp(first: number): Buffer {
    for (const [index, places] of this.#places.entries()) {
      for (const place of places) {
        this.bytes.writeUInt32BE(0, place);
        this.bytes.writeUInt32BE(first + index + 1, place + 4);
      }
    }
    return this.bytes;
  }
}

function placesOf(bytes: Buffer, requests: number): number[][] {
  const places = Array.from({ length: requests }, () => [] as number[]);
  for (let at = bytes.indexOf(MARK); at >= 0; at = bytes.indexOf(MARK, at + 16)) {
    places[bytes.readUInt32BE(at + 12)]?.push(at + 8);
  }
  return places;
}

function requestSpans(number: number, route: number, fetches: number, startedAt: number): OracleSpan[] {
  const start = BigInt(startedAt) * MILLISECOND;
  const traceId = Buffer.concat([MARK, Buffer.alloc(8)]);
  traceId.writeUInt32BE(number, 12);
  const span = (index: number, parent: number | undefined, from: number, to: number, rest: OracleSpan): OracleSpan => ({
    traceId,
    spanId: spanId(index),
    ...(parent === undefined ? {} : { parentSpanId: spanId(parent) }),
    startTimeUnixNano: long(start + BigInt(from) * MILLISECOND),
    endTimeUnixNano: long(start + BigInt(to) * MILLISECOND),
    status: { code: 0 },
    ...rest,
  });
  const end = Math.ceil(fetches / GROUP) * 20 + 4;
  const inner = SPANS_PER_REQUEST - 3 - fetches;
  const path = `/pages/page-${String.fromCharCode(97 + (route % 26))}${String.fromCharCode(97 + Math.floor(route / 26))}`;
  const server = [
    text("http.request.method", "GET"),
    text("http.route", path),
    integer("http.response.status_code", 200),
  ];
  const inside = (name: string): OracleSpan => ({ name, kind: 1, attributes: [text("next.span_type", name)] });
  return [
    span(0, undefined, 0, end, { name: `GET ${path}`, kind: 2, attributes: server }),
    span(1, 0, 1, end - 1, inside("AppRender.getBodyResult")),
    span(2, 1, 1, end - 2, inside("AppRouteRouteHandlers.runHandler")),
    ...Array.from({ length: inner }, (_, index) => span(3 + index, 1, 1, 2, inside("resolve page components"))),
    ...Array.from({ length: fetches }, (_, index) => {
      const group = Math.floor(index / GROUP);
      return span(3 + inner + index, 2, 2 + group * 20, 20 + group * 20 + (index % GROUP), fetchOf(index));
    }),
  ];
}

function fetchOf(index: number): OracleSpan {
  const place = `/things-${String.fromCharCode(97 + index)}/4711`;
  return {
    name: "GET",
    kind: 3,
    attributes: [
      text("http.request.method", "GET"),
      text("url.full", `http://api.internal:4200${place}?locale=en`),
      text("url.path", place),
      text("url.query", "?locale=en"),
      text("url.scheme", "http"),
      text("server.address", "api.internal"),
      integer("server.port", 4_200),
      text("user_agent.original", "node"),
      text("network.peer.address", "10.0.12.7"),
      integer("network.peer.port", 4_200),
      integer("http.response.status_code", 200),
    ],
  };
}

function spanId(index: number): Buffer {
  const id = Buffer.alloc(8, 0xa5);
  id[7] = index;
  return id;
}

function text(key: string, stringValue: string): OracleAttribute {
  return { key, value: { stringValue } };
}

function integer(key: string, intValue: number): OracleAttribute {
  return { key, value: { intValue } };
}

function long(value: bigint): { low: number; high: number; unsigned: boolean } {
  return { low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)), unsigned: true };
}
