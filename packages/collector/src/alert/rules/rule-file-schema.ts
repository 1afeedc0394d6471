import { ALERT_CAUSES, SEVERITIES, TIERS } from "@weir/core";
import { z } from "zod";
import type { RuleFile } from "./rule-file.ts";
import { readAtLeast, readAtLeastShare, readDuration, readExpected } from "./units.ts";

/** Rules, receivers and mutes in one file; a file with more is not a rule file. */
const MAX_ITEMS = 200;

const name = z.string().regex(/^[\w.-]{1,60}$/, "letters, digits, dot, dash and underscore");
const glob = z.string().min(1).max(300);
const globs = z.union([glob, z.array(glob).min(1).max(50)]).describe("One or several; * and ** are wildcards");
const reads = (read: (text: string) => number | undefined, example: string) =>
  z
    .string()
    .max(200)
    .refine((text) => read(text) !== undefined, `must be like ${example}`);
const duration = reads(readDuration, "30s, 5m or 7d").meta({ examples: ["30s", "5m", "7d"] });
const atLeast = reads(readAtLeast, '">= 50ms"').meta({ examples: [">= 50ms"] });
const tiers = z.union([z.enum(TIERS), z.array(z.enum(TIERS)).min(1)]);

/** A placeholder for what stands elsewhere: rule files are committed. */
const reference = z
  .string()
  .regex(/^(?:\$<\s*\w+\s*>|file:.+)$/, "must be ${VARIABLE} or file:/path, so that no secret is written down here");
const address = z
  .string()
  .max(2_000)
  .regex(
    /^(?:\$<\s*\w+\s*>$|file:|https?:\/\/[^\s/@]+(?:\/|$))/,
    "must be http(s)://… without a password, ${VARIABLE} or file:/path",
  );

const repeat = z.union([z.literal("never"), duration]);
const label = z.enum(["service", "env", "version"]);

const conditions = z.strictObject({
  env: globs.optional(),
  service: globs.optional(),
  route: globs.optional(),
  tier: tiers.optional(),
  minRequests: z.int().min(1).optional(),
  newSince: z.literal("deploy").optional(),
  savedP50: atLeast.optional(),
  savedShare: reads(readAtLeastShare, '">= 5%"').optional(),
  waitPerMinute: atLeast.optional(),
  for: duration.optional(),
  expected: reads(readExpected, '"> 1/min"').optional(),
});

const rule = z.strictObject({
  id: name,
  when: z.enum(ALERT_CAUSES),
  if: conditions.optional(),
  severity: z.enum(SEVERITIES).optional(),
  notify: z.array(name).min(1).max(20),
  repeat: repeat.optional(),
  sendResolved: z.boolean().optional(),
  schedule: z
    .string()
    .regex(/^(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be like "Mon 09:00" or "09:00"')
    .optional(),
  timezone: z.string().max(60).refine(isTimezone, "is no time zone").optional(),
});

const match = z.strictObject({
  service: glob.optional(),
  env: glob.optional(),
  route: glob.optional(),
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  rule: name.optional(),
  cause: z.enum(ALERT_CAUSES).optional(),
});

const receiver = z
  .strictObject({
    slack: z.strictObject({ url: reference }).optional(),
    webhook: z
      .strictObject({
        url: address,
        secret: reference.optional(),
        format: z.enum(["standard", "alertmanager"]).optional(),
      })
      .optional(),
    alertmanager: z.strictObject({ url: address, token: reference.optional() }).optional(),
    github: z
      .strictObject({
        repo: z.string().regex(/^[\w.-]+\/[\w.-]+$/, "must be owner/name"),
        token: reference,
        as: z
          .array(z.enum(["comment", "status"]))
          .min(1)
          .optional(),
        api: address.optional(),
      })
      .optional(),
  })
  .refine((kinds) => Object.keys(kinds).length === 1, "must have exactly one of slack, webhook, alertmanager, github");

/** The rule file as it is written, `${NAME}` already replaced by `$<NAME>` (see `read-rule-file.ts`). */
export const ruleFileSchema: z.ZodType<RuleFile> = z.strictObject({
  version: z.literal(1),
  dashboard: z.url({ protocol: /^https?$/ }).optional(),
  lang: z.enum(["en", "ko"]).optional(),
  every: duration.optional(),
  defaults: z
    .strictObject({
      env: globs.optional(),
      tier: tiers.optional(),
      minRequests: z.int().min(1).optional(),
      group: z
        .strictObject({ by: z.array(label).optional(), wait: duration.optional(), interval: duration.optional() })
        .optional(),
      repeat: repeat.optional(),
      sendResolved: z.boolean().optional(),
    })
    .optional(),
  rules: z.array(rule).max(MAX_ITEMS).optional(),
  inhibit: z
    .array(
      z.strictObject({
        source: z.enum(ALERT_CAUSES),
        target: z.array(z.enum(ALERT_CAUSES)).min(1),
        equal: z.array(label),
      }),
    )
    .max(MAX_ITEMS)
    .optional(),
  mute: z
    .array(
      z.strictObject({
        match,
        reason: z.string().min(1).max(300),
        until: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional(),
      }),
    )
    .max(MAX_ITEMS)
    .optional(),
  minRequests: z
    .array(z.strictObject({ route: glob, requests: z.int().min(1) }))
    .max(MAX_ITEMS)
    .optional(),
  receivers: z.record(name, receiver).optional(),
  network: z.strictObject({ allow: z.array(z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()])).max(50) }).optional(),
});

function isTimezone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
