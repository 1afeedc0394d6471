import type { Gain } from "@weir/core";
import { z } from "zod";
import { range } from "./evidence.ts";
import { count, millis, named, timestamp } from "./registry.ts";

export const gain: z.ZodType<Gain> = named(
  "Gain",
  z.strictObject({
    at: timestamp,
    before: z.string(),
    after: z.string(),
    route: z.string(),
    requests: z.strictObject({ before: count, after: count }),
    predicted: range,
    measured: z.strictObject({ p50: millis, range, p95: millis }),
  }),
);
