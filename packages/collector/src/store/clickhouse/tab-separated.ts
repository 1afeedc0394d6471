/** Bytes as hexadecimal digits, to be written as they are. */
export interface Hex {
  readonly hex: string;
}

export type Field = string | number | bigint | Hex;

const ESCAPED = /[\\\t\n\r\0\b\f]/gu;
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\0": "\\0",
  "\b": "\\b",
  "\f": "\\f",
};

/** One row of ClickHouse's TabSeparated format, which old and new servers, and one in process, read alike. */
export function tabSeparated(fields: readonly Field[]): string {
  return `${fields.map(fieldText).join("\t")}\n`;
}

export function hexOf(bytes: Uint8Array): Hex {
  return { hex: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex") };
}

function fieldText(field: Field): string {
  if (typeof field === "string") return field.replace(ESCAPED, (character) => ESCAPES[character] ?? character);
  if (typeof field === "object") return field.hex.replace(/../gu, "\\x$&");
  return String(field);
}
