import { z } from "zod";

/** Longest text a query may hold. */
const MAX_TEXT = 1_000;
/** Names in a comma list. */
const MAX_LIST = 50;

export const text: z.ZodType<string> = z.string().min(1).max(MAX_TEXT);

/** As an earlier answer gave it in `nextCursor`. */
export const cursor: z.ZodType<string> = z.string().min(1).max(4_096);

/** ISO 8601, or milliseconds since the epoch; read as milliseconds. */
export const moment: z.ZodType<number> = z.union([
  z
    .string()
    .regex(/^\d{1,14}$/)
    .transform(Number),
  z.iso.datetime({ offset: true }).transform((value) => Date.parse(value)),
]);

/** Rows per page. */
export const DEFAULT_LIMIT = 200;
const MAX_LIMIT = 1_000;

export const limit: z.ZodType<number> = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .pipe(z.int().min(1).max(MAX_LIMIT));

/** One or more of fixed words, separated by commas. */
export function list<const Words extends readonly [string, ...string[]]>(
  words: Words,
): z.ZodType<readonly Words[number][]> {
  return z
    .string()
    .max(MAX_TEXT)
    .transform((value) => value.split(","))
    .pipe(z.array(z.enum(words)).max(MAX_LIST));
}
