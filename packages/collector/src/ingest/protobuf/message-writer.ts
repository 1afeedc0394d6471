/** Fields of a small protobuf message, for answers. Values are non-negative and below 2^53. */
export function varintField(number: number, value: number): Buffer {
  return value === 0 ? Buffer.alloc(0) : Buffer.from([...varint(number << 3), ...varint(value)]);
}

export function textField(number: number, text: string): Buffer {
  return text === "" ? Buffer.alloc(0) : messageField(number, [Buffer.from(text)]);
}

export function messageField(number: number, fields: readonly Buffer[]): Buffer {
  const content = Buffer.concat([...fields]);
  return Buffer.concat([Buffer.from([...varint((number << 3) | 2), ...varint(content.length)]), content]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}
