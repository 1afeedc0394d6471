import type { Override } from "@weir/core";
import { z } from "zod";
import { named, schemaVersion, timestamp } from "./registry.ts";

const shape = {
  id: z.string(),
  service: z.string(),
  says: z.enum(["needed", "reads"]),
  pair: z.exactOptional(z.string()),
  call: z.exactOptional(z.string()),
  reason: z.string(),
  by: z.string(),
  at: timestamp,
  withdrawnAt: z.exactOptional(timestamp),
};

export const override: z.ZodType<Override> = named("Override", z.strictObject({ schemaVersion, ...shape }));

export interface OverrideListAnswer {
  readonly overrides: readonly Override[];
}

export const overrideList: z.ZodType<OverrideListAnswer> = named(
  "OverrideList",
  z.strictObject({ schemaVersion, overrides: z.array(named("OverrideItem", z.strictObject(shape))) }),
);
