import {
  ALERT_CAUSES,
  type AlertConditions,
  type AlertDelivery,
  type AlertDeliveryDetail,
  type AlertDeliveryList,
  type AlertDryRun,
  type AlertMatch,
  type AlertReceiver,
  type AlertReplay,
  type AlertRule,
  type Alerts,
  type AlertSilence,
  type AlertTestResult,
  DELIVERY_STATES,
  type GainList,
  RECEIVER_KINDS,
  type RuleFault,
  SEVERITIES,
} from "@weir/core";
import { z } from "zod";
import { tier } from "./evidence.ts";
import { gain } from "./gain.ts";
import { count, millis, named, schemaVersion, timestamp } from "./registry.ts";

const cause = z.enum(ALERT_CAUSES);
const texts = z.array(z.string());

const conditions: z.ZodType<AlertConditions> = z.strictObject({
  envs: z.exactOptional(texts),
  services: z.exactOptional(texts),
  routes: z.exactOptional(texts),
  tiers: z.exactOptional(z.array(tier)),
  minRequests: z.exactOptional(count),
  newSince: z.exactOptional(z.literal("deploy")),
  savedP50Ms: z.exactOptional(millis),
  savedShare: z.exactOptional(z.number()),
  waitPerMinuteMs: z.exactOptional(millis),
  forMs: z.exactOptional(millis),
  expectedPerMinute: z.exactOptional(z.number()),
});

const rule: z.ZodType<AlertRule> = named(
  "AlertRule",
  z.strictObject({
    id: z.string(),
    when: cause,
    if: conditions,
    severity: z.enum(SEVERITIES),
    notify: texts,
    repeatMs: z.exactOptional(millis),
    sendResolved: z.boolean(),
    schedule: z.exactOptional(z.strictObject({ at: z.string(), timezone: z.string() })),
    builtIn: z.boolean(),
    yaml: z.string(),
  }),
);

const receiver: z.ZodType<AlertReceiver> = named(
  "AlertReceiver",
  z.strictObject({
    name: z.string(),
    kind: z.enum(RECEIVER_KINDS),
    target: z.string(),
    state: z.enum(["ok", "failing", "disabled"]),
    since: z.exactOptional(timestamp),
    reason: z.exactOptional(z.string()),
    pending: count,
    dead: count,
    lastSuccessAt: z.exactOptional(timestamp),
    nextAttemptAt: z.exactOptional(timestamp),
  }),
);

/** Also what a silence is made of. */
export const alertMatch: z.ZodType<AlertMatch> = named(
  "AlertMatch",
  z.strictObject({
    service: z.exactOptional(z.string().min(1).max(300)),
    env: z.exactOptional(z.string().min(1).max(300)),
    route: z.exactOptional(z.string().min(1).max(300)),
    fingerprint: z.exactOptional(z.string().min(1).max(100)),
    rule: z.exactOptional(z.string().min(1).max(60)),
    cause: z.exactOptional(cause),
  }),
);

export const alertSilence: z.ZodType<AlertSilence> = named(
  "AlertSilence",
  z.strictObject({
    id: z.string(),
    match: alertMatch,
    reason: z.string(),
    by: z.string(),
    at: timestamp,
    until: timestamp,
    active: z.boolean(),
  }),
);

const fault: z.ZodType<RuleFault> = named(
  "RuleFault",
  z.strictObject({ line: count, column: count, key: z.string(), message: z.string() }),
);

export const alerts: z.ZodType<Alerts> = named(
  "Alerts",
  z.strictObject({
    schemaVersion,
    sender: z.enum(["this", "another", "nobody"]),
    file: z.strictObject({
      state: z.enum(["none", "ok", "broken"]),
      name: z.exactOptional(z.string()),
      loadedAt: z.exactOptional(timestamp),
      faults: z.array(fault),
    }),
    rules: z.array(rule),
    receivers: z.array(receiver),
    silences: z.array(alertSilence),
    mutes: z.array(
      z.strictObject({ match: alertMatch, reason: z.string(), until: z.exactOptional(timestamp), active: z.boolean() }),
    ),
    inhibitions: z.array(z.strictObject({ source: cause, target: z.array(cause), equal: texts })),
    notices: z.array(
      z.strictObject({
        code: z.enum(["version.missing", "no-receivers", "not-sending", "ingest.silent", "ingest.degraded"]),
        service: z.exactOptional(z.string()),
        env: z.exactOptional(z.string()),
        since: z.exactOptional(timestamp),
      }),
    ),
    baselines: z.exactOptional(z.array(z.strictObject({ service: z.string(), env: z.string(), versions: texts }))),
  }),
);

const failure = z.strictObject({ reason: z.string(), status: z.exactOptional(z.int()) });

const deliveryShape = {
  id: z.string(),
  receiver: z.string(),
  kind: z.enum(RECEIVER_KINDS),
  state: z.enum(DELIVERY_STATES),
  rules: texts,
  causes: z.array(cause),
  title: z.string(),
  service: z.exactOptional(z.string()),
  env: z.exactOptional(z.string()),
  version: z.exactOptional(z.string()),
  fingerprints: texts,
  at: timestamp,
  attempts: count,
  lastAttemptAt: z.exactOptional(timestamp),
  nextAttemptAt: z.exactOptional(timestamp),
  failure: z.exactOptional(failure),
};

const delivery: z.ZodType<AlertDelivery> = named("AlertDelivery", z.strictObject(deliveryShape));

export const deliveryAnswer: z.ZodType<AlertDelivery> = named(
  "AlertDeliveryAnswer",
  z.strictObject({ schemaVersion, ...deliveryShape }),
);

export const replayAnswer: z.ZodType<AlertReplay> = named(
  "AlertReplay",
  z.strictObject({ schemaVersion, replayed: count, more: z.boolean() }),
);

export const deliveryList: z.ZodType<AlertDeliveryList> = named(
  "AlertDeliveryList",
  z.strictObject({ schemaVersion, deliveries: z.array(delivery), nextCursor: z.string().nullable() }),
);

export const deliveryDetail: z.ZodType<AlertDeliveryDetail> = named(
  "AlertDeliveryDetail",
  z.strictObject({
    schemaVersion,
    ...deliveryShape,
    body: z.string(),
    response: z.exactOptional(z.strictObject({ status: z.int(), text: z.string() })),
    tries: z.array(z.strictObject({ at: timestamp, reason: z.string(), status: z.exactOptional(z.int()) })),
  }),
);

export const testResult: z.ZodType<AlertTestResult> = named(
  "AlertTestResult",
  z.strictObject({
    schemaVersion,
    receiver: z.string(),
    sent: z.boolean(),
    failure: z.exactOptional(failure),
    durationMs: millis,
  }),
);

export const dryRunAnswer: z.ZodType<AlertDryRun> = named(
  "AlertDryRun",
  z.strictObject({
    schemaVersion,
    from: timestamp,
    changes: count,
    held: z.array(z.strictObject({ reason: z.string(), count })),
    messages: z.array(
      z.strictObject({ at: timestamp, receiver: z.string(), rules: texts, title: z.string(), changes: count }),
    ),
    faults: z.array(fault),
  }),
);

export const gainList: z.ZodType<GainList> = named(
  "GainList",
  z.strictObject({
    schemaVersion,
    gains: z.array(z.intersection(gain, z.object({ fingerprint: z.string(), service: z.string(), env: z.string() }))),
    medianError: z.exactOptional(z.number()),
  }),
);
