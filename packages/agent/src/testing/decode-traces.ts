import type { IncomingHttpHeaders } from "node:http";

export interface DecodedSpan {
  readonly resource: Readonly<Record<string, unknown>>;
  readonly scope: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly kind: number;
  readonly start: bigint;
  readonly end: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> }[];
  readonly statusCode: number;
  readonly statusMessage: string;
}

/** Reads an ExportTraceServiceRequest straight from the protobuf wire format, independently of the encoder under test. */
export function decodeTraces(body: Buffer, headers: IncomingHttpHeaders): DecodedSpan[] {
  if (headers["content-type"] !== "application/x-protobuf") throw new Error(`not protobuf: ${headers["content-type"]}`);
  return list(body, 1).flatMap((resourceSpans) => {
    const resource = attributes(first(resourceSpans, 1) ?? Buffer.alloc(0), 1);
    return list(resourceSpans, 2).flatMap((scopeSpans) => {
      const scope = string(first(scopeSpans, 1) ?? Buffer.alloc(0), 1);
      return list(scopeSpans, 2).map((span) => decodeSpan(span, resource, scope));
    });
  });
}

function decodeSpan(span: Buffer, resource: DecodedSpan["resource"], scope: string): DecodedSpan {
  const status = first(span, 15) ?? Buffer.alloc(0);
  return {
    resource,
    scope,
    traceId: first(span, 1)?.toString("hex") ?? "",
    spanId: first(span, 2)?.toString("hex") ?? "",
    parentSpanId: first(span, 4)?.toString("hex") ?? "",
    name: string(span, 5),
    kind: Number(number(span, 6) ?? 0n),
    start: number(span, 7) ?? 0n,
    end: number(span, 8) ?? 0n,
    attributes: attributes(span, 9),
    events: list(span, 11).map((event) => ({ name: string(event, 2), attributes: attributes(event, 3) })),
    statusCode: Number(number(status, 3) ?? 0n),
    statusMessage: string(status, 2),
  };
}

function attributes(message: Buffer, field: number): Record<string, unknown> {
  return Object.fromEntries(list(message, field).map((pair) => [string(pair, 1), anyValue(first(pair, 2))]));
}

function anyValue(value: Buffer | undefined): unknown {
  if (value === undefined) return undefined;
  for (const { field, data } of fields(value)) {
    if (field === 1 && Buffer.isBuffer(data)) return data.toString("utf8");
    if (field === 2) return data === 1n;
    if (field === 3 && typeof data === "bigint") return Number(BigInt.asIntN(64, data));
    if (field === 4 && typeof data === "bigint") return doubleOf(data);
    if (field === 5 && Buffer.isBuffer(data)) return list(data, 1).map(anyValue);
  }
  return undefined;
}

function doubleOf(bits: bigint): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

interface Field {
  readonly field: number;
  readonly data: Buffer | bigint;
}

function* fields(message: Buffer): Generator<Field> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[at] ?? 0;
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = Number(varint());
    const field = tag >> 3;
    const wire = tag & 7;
    if (wire === 0) yield { field, data: varint() };
    else if (wire === 1) yield { field, data: message.readBigUInt64LE((at += 8) - 8) };
    else if (wire === 5) yield { field, data: BigInt(message.readUInt32LE((at += 4) - 4)) };
    else {
      const length = Number(varint());
      yield { field, data: message.subarray(at, (at += length)) };
    }
  }
}

function list(message: Buffer, wanted: number): Buffer[] {
  return [...fields(message)].flatMap(({ field, data }) => (field === wanted && Buffer.isBuffer(data) ? [data] : []));
}

function first(message: Buffer, wanted: number): Buffer | undefined {
  return list(message, wanted)[0];
}

function string(message: Buffer, wanted: number): string {
  return first(message, wanted)?.toString("utf8") ?? "";
}

function number(message: Buffer, wanted: number): bigint | undefined {
  for (const { field, data } of fields(message)) if (field === wanted && typeof data === "bigint") return data;
  return undefined;
}
