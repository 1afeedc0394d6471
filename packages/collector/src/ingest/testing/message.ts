/** One field of a protobuf message, written by hand: for messages no encoder would write. */
export type Field = Buffer;

export function varint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const more = rest > 0x7fn;
    bytes.push(Number(rest & 0x7fn) | (more ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Buffer.from(bytes);
}

export function varintField(number: number, value: number | bigint): Field {
  return Buffer.concat([varint(number * 8 + 0), varint(value)]);
}

export function fixed64Field(number: number, value: bigint): Field {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return Buffer.concat([varint(number * 8 + 1), bytes]);
}

export function fixed32Field(number: number, value: number): Field {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return Buffer.concat([varint(number * 8 + 5), bytes]);
}

/** A text, bytes, or a message of fields. */
export function bytesField(number: number, content: string | Buffer | readonly Field[]): Field {
  const bytes =
    typeof content === "string"
      ? Buffer.from(content)
      : Buffer.isBuffer(content)
        ? content
        : Buffer.concat([...content]);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

/** An attribute with this `AnyValue`. */
export function attribute(number: number, key: string, value: Field | readonly Field[]): Field {
  return bytesField(number, [bytesField(1, key), bytesField(2, value)]);
}

export const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
export const SPAN_ID = "b7ad6b7169203331";

/** Fields of a valid span; a field given again replaces the one here, as the last one counts. */
export function span(...fields: readonly Field[]): Buffer {
  return Buffer.concat([
    bytesField(1, Buffer.from(TRACE_ID, "hex")),
    bytesField(2, Buffer.from(SPAN_ID, "hex")),
    bytesField(5, "GET"),
    varintField(6, 3),
    fixed64Field(7, 1_700_000_000_123_456_789n),
    fixed64Field(8, 1_700_000_000_223_456_789n),
    ...fields,
  ]);
}

/** A request of one resource and one scope with these spans. */
export function request(spans: readonly Buffer[], scope = "test"): Buffer {
  const scopeSpans = [bytesField(1, [bytesField(1, scope)]), ...spans.map((bytes) => bytesField(2, bytes))];
  const resource = [attribute(1, "service.name", bytesField(1, "shop"))];
  return bytesField(1, [bytesField(1, resource), bytesField(2, scopeSpans)]);
}
