import {
  type Channel,
  type Channels,
  type CodeFrame,
  type Edge,
  type FindingDetail,
  FINDING_KINDS,
  type FindingKind,
  type Range,
  type Site,
  type Tier,
  TIERS,
  type Verdict,
  VERDICTS,
} from "@weir/core";
import { z } from "zod";
import { count, millis, named } from "./registry.ts";

const detail = z.record(z.string(), z.union([z.string(), z.number()]));

export const range: z.ZodType<Range> = named("Range", z.strictObject({ low: millis, high: millis }));

export const site: z.ZodType<Site> = named(
  "Site",
  z.strictObject({
    call: z.string(),
    file: z.exactOptional(z.string()),
    line: z.exactOptional(z.int()),
    column: z.exactOptional(z.int()),
    function: z.exactOptional(z.string()),
  }),
);

export const verdict: z.ZodType<Verdict> = named("Verdict", z.enum(VERDICTS));
export const tier: z.ZodType<Tier> = named("Tier", z.enum(TIERS));
export const findingKind: z.ZodType<FindingKind> = named("FindingKind", z.enum(FINDING_KINDS));

const channel: z.ZodType<Channel> = named(
  "Channel",
  z.strictObject({
    state: z.enum(["present", "absent", "unobserved"]),
    reason: z.string(),
    detail: z.exactOptional(detail),
  }),
);

export const channels: z.ZodType<Channels> = named(
  "Channels",
  z.strictObject({ data: channel, control: channel, order: channel, pace: channel, source: channel }),
);

export const edge: z.ZodType<Edge> = named(
  "Edge",
  z.strictObject({ from: count, to: count, pair: z.exactOptional(z.string()), verdict, tier, channels }),
);

export const saved: z.ZodType<{ p50: Range; p95: Range; share: number }> = named(
  "Saved",
  z.strictObject({ p50: range, p95: range, share: z.number() }),
);

export const wouldChange: z.ZodType<FindingDetail["wouldChange"][number]> = named(
  "WouldChange",
  z.strictObject({ reason: z.string(), detail: z.exactOptional(detail) }),
);

export const codeFrame: z.ZodType<CodeFrame> = named(
  "CodeFrame",
  z.strictObject({
    file: z.string(),
    firstLine: z.int(),
    lines: z.array(z.string()),
    marks: z.array(z.strictObject({ line: z.int(), call: count })),
  }),
);
