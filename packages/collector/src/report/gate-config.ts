import { type FindingKind, FINDING_KINDS, type Tier, TIERS } from "@weir/core";
import { z } from "zod";

export const LEVELS = ["error", "warn", "off"] as const;
/** `error` fails the gate, `warn` is shown, `off` is not. */
export type Level = (typeof LEVELS)[number];

export const ESTIMATORS = ["pessimistic", "median", "optimistic"] as const;
/** Which end of a saving is held against a limit. */
export type Estimator = (typeof ESTIMATORS)[number];

/** One rule about findings. Where several match, later ones override what they name. */
export interface Assertion {
  /** Globs over `/path` or `GET /path`. */
  readonly routes?: readonly string[] | undefined;
  readonly tier?: readonly Tier[] | undefined;
  readonly kind?: readonly FindingKind[] | undefined;
  /** For findings neither in the baseline nor accepted. */
  readonly new?: Level | undefined;
  /** For findings of the baseline that wait longer now. */
  readonly worse?: Level | undefined;
  /** Both of them. */
  readonly level?: Level | undefined;
  /** What may be saved without anybody minding. Milliseconds. */
  readonly savedP50?: number | undefined;
  /** The same as a share of the request, 0 to 1. */
  readonly savedShare?: number | undefined;
}

export interface GateConfig {
  readonly estimator: Estimator;
  /** Requests that must have shown a finding before it can fail the gate. */
  readonly minRequests: number;
  /** Share of requests, 0 to 1, whose waits could be judged; below it there is no result. */
  readonly minCoverage: number;
  readonly onNoData: "fail" | "warn";
  readonly baseline?: string | undefined;
  readonly accepted: string;
  readonly assert: readonly Assertion[];
}

const level = z.enum(LEVELS);
const oneOrMore = <Item extends z.ZodType>(item: Item) =>
  z.union([item, z.array(item)]).transform((value) => (Array.isArray(value) ? value : [value]) as z.output<Item>[]);

const LIMIT = /^\s*(?:<=)?\s*(\d+(?:\.\d+)?)\s*(ms|s|%)?\s*$/;

/** `"<= 50ms"`, `"<= 5%"`, or a number of milliseconds. */
const millis = z.union([z.number().nonnegative(), z.string().regex(LIMIT, 'like "<= 50ms"').transform(readMillis)]);
const share = z.union([
  z.number().min(0).max(1),
  z
    .string()
    .regex(/%\s*$/, 'like "<= 5%"')
    .transform((text) => Number(LIMIT.exec(text)?.[1] ?? Number.NaN) / 100),
]);

function readMillis(text: string): number {
  const [, number, unit] = LIMIT.exec(text) ?? [];
  return Number(number) * (unit === "s" ? 1000 : 1);
}

const assertion = z.strictObject({
  routes: oneOrMore(z.string().min(1)).optional(),
  tier: oneOrMore(z.enum(TIERS)).optional(),
  kind: oneOrMore(z.enum(FINDING_KINDS)).optional(),
  new: level.optional(),
  worse: level.optional(),
  level: level.optional(),
  savedP50: millis.optional(),
  savedShare: share.optional(),
});

/** The `check` section of the configuration file. */
export const gateConfigSchema: z.ZodType<GateConfig> = z.strictObject({
  estimator: z.enum(ESTIMATORS).default("pessimistic"),
  minRequests: z.coerce.number().int().min(1).default(5),
  minCoverage: z.coerce.number().min(0).max(1).default(0.5),
  onNoData: z.enum(["fail", "warn"]).default("fail"),
  baseline: z.string().min(1).optional(),
  accepted: z.string().min(1).default("weir.accepted.yaml"),
  assert: z.array(assertion).max(200).default([]),
});
