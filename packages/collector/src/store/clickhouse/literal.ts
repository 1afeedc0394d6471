/**
 * The only two ways in which a value gets into SQL: a checked integer, and text as hexadecimal digits. Old servers have no
 * query parameters, and digits cannot end a literal.
 */
export function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number: ${value}`);
  return String(value);
}

/** SQL expression of a string with exactly these characters. */
export function text(value: string): string {
  return `unhex('${Buffer.from(value, "utf8").toString("hex")}')`;
}

/** SQL expression of the bytes with these hexadecimal digits. */
export function bytes(hex: string): string {
  if (!/^(?:[0-9A-Fa-f]{2})*$/u.test(hex)) throw new RangeError("not hexadecimal digits");
  return `unhex('${hex}')`;
}

/** `column IN (…)`, false for no values. */
export function oneOf(column: string, values: readonly string[]): string {
  return values.length === 0 ? "0" : `${column} IN (${values.join(", ")})`;
}

/** Conditions joined; true for none. */
export function all(...conditions: readonly (string | undefined)[]): string {
  const said = conditions.filter((condition) => condition !== undefined && condition !== "");
  return said.length === 0 ? "1" : said.map((condition) => `(${condition})`).join(" AND ");
}
