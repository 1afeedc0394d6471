import type { OracleAttribute, OracleRequest, OracleSpan } from "./oracle.ts";

const START = 1_700_000_000_000_000_000n;

/** A valid call span; spans of different numbers differ in everything. */
export function callSpan(number: number, fields: Partial<OracleSpan> = {}): OracleSpan {
  const start = START + BigInt(number) * 1_000_000n;
  return {
    traceId: id(16, Math.floor(number / 100)),
    spanId: id(8, number),
    name: "GET",
    kind: 3,
    startTimeUnixNano: long(start),
    endTimeUnixNano: long(start + 5_000_000n),
    attributes: [text("url.full", `http://api.internal/users/${number}`)],
    ...fields,
  };
}

export function requestWith(
  spans: readonly OracleSpan[],
  resource: readonly OracleAttribute[] = [text("service.name", "shop"), text("service.version", "3f9c1e2")],
): OracleRequest {
  return { resourceSpans: [{ resource: { attributes: resource }, scopeSpans: [{ scope: { name: "test" }, spans }] }] };
}

export function text(key: string, stringValue: string): OracleAttribute {
  return { key, value: { stringValue } };
}

function id(size: number, number: number): Uint8Array {
  const bytes = Buffer.alloc(size, 1);
  bytes.writeUInt32BE(number + 1, size - 4);
  return bytes;
}

function long(value: bigint): { low: number; high: number; unsigned: boolean } {
  return { low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)), unsigned: true };
}
