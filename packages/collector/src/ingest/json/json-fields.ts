import { malformed } from "../read-error.ts";
import { MAX_NAME } from "../span-words.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

// `null` is protobuf's JSON for "not set".

/** The object in a field, or nothing when it is not set. */
export function objectIn(parent: JsonObject, field: string): JsonObject | undefined {
  const value = parent[field];
  return value === undefined || value === null ? undefined : asObject(value, field);
}

export function asObject(value: unknown, what: string): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw notA("an object", what);
  return value as JsonObject;
}

export function arrayIn(parent: JsonObject, field: string): readonly unknown[] {
  const value = parent[field];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw notA("an array", field);
  return value as readonly unknown[];
}

export function textIn(parent: JsonObject, field: string): string {
  const value = parent[field];
  if (value === undefined || value === null) return "";
  if (typeof value !== "string") throw notA("a text", field);
  return value;
}

export function nameIn(parent: JsonObject): string {
  return textIn(parent, "name").slice(0, MAX_NAME);
}

/** An enum: its number, 0 when not set, -1 when it is anything else (names of enum values are not OTLP). */
export function enumIn(parent: JsonObject, field: string): number {
  const value = parent[field];
  if (value === undefined || value === null) return 0;
  return Number.isInteger(value) ? (value as number) : -1;
}

/** Lower-case hex id of `digits` digits; nothing when it is not set, has another form, or is all zero. */
export function idIn(parent: JsonObject, field: string, digits: 16 | 32): string | undefined {
  const value = parent[field];
  if (typeof value !== "string" || value.length !== digits) return undefined;
  return /^[0-9a-f]+$/i.test(value) && !/^0+$/.test(value) ? value.toLowerCase() : undefined;
}

/** An id that is not there: absent, empty or all zero. */
export function isNoId(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && /^0*$/.test(value));
}

/** Nanoseconds, as number or decimal text, as whole microseconds, rounded down; 0 when not set, -1 when out of range. */
export function microsIn(parent: JsonObject, field: string): number {
  const value = parent[field];
  if (value === undefined || value === null) return 0;
  // Dropping three digits of the text divides exactly where dividing the number would not.
  if (typeof value === "string" && /^\d{1,20}$/.test(value)) return Number(value.slice(0, -3));
  if (Number.isInteger(value)) return (value as number) < 0 ? -1 : Math.floor((value as number) / 1_000);
  throw notA("a time", field);
}

/** Exact: a number where a number can hold it, else a bigint. */
export function int64(value: unknown): number | bigint {
  if (Number.isSafeInteger(value)) return value as number;
  if (typeof value !== "string" || !/^-?\d{1,20}$/.test(value)) throw notA("a 64-bit integer", "intValue");
  const exact = BigInt(value);
  if (exact < INT64_MIN || exact > INT64_MAX) throw notA("a 64-bit integer", "intValue");
  const short = Number(exact);
  return Number.isSafeInteger(short) ? short : exact;
}

/** Numbers, or their names where JSON has no number for them. */
export function double(value: unknown): number {
  if (typeof value === "number") return value;
  if (value === "NaN" || value === "Infinity" || value === "-Infinity") return Number(value);
  if (typeof value === "string" && value.trim() !== "" && !Number.isNaN(Number(value))) return Number(value);
  throw notA("a number", "doubleValue");
}

export function notA(what: string, field: string): Error {
  return malformed(`${field} is not ${what}`);
}
