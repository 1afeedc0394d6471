/** One field of a protobuf message: its number and its bytes, `content` only where it is length-delimited. */
export interface Field {
  readonly number: number;
  readonly content: Uint8Array | undefined;
  /** The whole field, tag included, as it stood. */
  readonly bytes: Uint8Array;
}

/** @throws RangeError when the bytes are no message. */
export function fieldsOf(message: Uint8Array): readonly Field[] {
  const fields: Field[] = [];
  let at = 0;
  while (at < message.length) {
    const from = at;
    const tag = readVarint(message, at);
    at = tag.next;
    let content: Uint8Array | undefined;
    switch (tag.value & 7) {
      case 0:
        at = readVarint(message, at).next;
        break;
      case 1:
        at += 8;
        break;
      case 5:
        at += 4;
        break;
      case 2: {
        const length = readVarint(message, at);
        at = length.next + length.value;
        content = message.subarray(length.next, at);
        break;
      }
      default:
        throw new RangeError(`wire type ${tag.value & 7} is not in use`);
    }
    if (at > message.length) throw new RangeError("a field reaches past the end of its message");
    fields.push({ number: tag.value >>> 3, content, bytes: message.subarray(from, at) });
  }
  return fields;
}

/** A length-delimited field around `content`. */
export function lengthDelimited(number: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([varint((number << 3) | 2), varint(content.length), content]);
}

/** Low 32 bits of the value: enough for tags and lengths, which is all that is read here. */
function readVarint(bytes: Uint8Array, from: number): { readonly value: number; readonly next: number } {
  let value = 0;
  let shift = 0;
  for (let at = from; at < bytes.length && shift < 70; at += 1, shift += 7) {
    const byte = bytes[at] ?? 0;
    if (shift < 32) value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value: value >>> 0, next: at + 1 };
  }
  throw new RangeError("a number does not end");
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return Uint8Array.of(...bytes, rest);
}
