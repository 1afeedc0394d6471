import { SCHEMA_VERSION } from "@weir/core";
import { z } from "zod";

/** Named schemas of the public API; the OpenAPI document lists them as its components. */
export const apiSchemas: z.core.$ZodRegistry<{ id: string }> = z.registry<{ id: string }>();

/** Gives a schema its name in the OpenAPI document. */
export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  apiSchemas.add(schema, { id });
  return schema;
}

/** The first field of every answer. */
export const schemaVersion: z.ZodLiteral<typeof SCHEMA_VERSION> = z.literal(SCHEMA_VERSION);

/** Milliseconds, fractional. */
export const millis: z.ZodType<number> = z.number();

/** A count. */
export const count: z.ZodType<number> = z.int().min(0);

/** A moment as ISO 8601 in UTC. */
export const timestamp: z.ZodType<string> = z.iso.datetime();
