/**
 * The Alerts page's part of the public HTTP API. Times are milliseconds (`…Ms`), timestamps ISO 8601 UTC. No field
 * ever holds a webhook's address or a token: a receiver is shown by the host it talks to.
 */
import type { Gain } from "./types.ts";
import type { Tier } from "../evidence/verdict.ts";

/** What an alert can be about: the words after `when:` in a rule. */
export const ALERT_CAUSES = [
  "finding.opened",
  "finding.regressed",
  "finding.escalated",
  "finding.resolved",
  "deploy.summary",
  "ingest.silent",
  "ingest.degraded",
  "digest",
  "rules.broken",
  "receiver.disabled",
] as const;
export type AlertCause = (typeof ALERT_CAUSES)[number];

export const SEVERITIES = ["info", "warning", "error", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Kinds of receivers, and names of products: the same in every language. */
export const RECEIVER_NAMES = {
  slack: "Slack",
  webhook: "Webhook",
  "alertmanager-webhook": "Webhook (Alertmanager)",
  alertmanager: "Alertmanager",
  github: "GitHub",
} as const;
export type ReceiverKind = keyof typeof RECEIVER_NAMES;
export const RECEIVER_KINDS: readonly ReceiverKind[] = Object.keys(RECEIVER_NAMES) as ReceiverKind[];

/** All conditions of a rule must hold. `ruleSentence` says them in words. */
export interface AlertConditions {
  readonly envs?: readonly string[];
  readonly services?: readonly string[];
  /** Globs over the route: `/admin/**`. */
  readonly routes?: readonly string[];
  readonly tiers?: readonly Tier[];
  /** Requests of the version that must have shown it. */
  readonly minRequests?: number;
  /** Only what an earlier deploy did not have. */
  readonly newSince?: "deploy";
  /** At least so much of the median request, lower bound. */
  readonly savedP50Ms?: number;
  /** The same as a share of the request, 0 to 1. */
  readonly savedShare?: number;
  /** At least so many milliseconds of user wait per minute. */
  readonly waitPerMinuteMs?: number;
  /** The condition must have held for so long. */
  readonly forMs?: number;
  /** Requests per minute in the hour before the silence. */
  readonly expectedPerMinute?: number;
}

export interface AlertRule {
  readonly id: string;
  readonly when: AlertCause;
  readonly if: AlertConditions;
  readonly severity: Severity;
  /** Names of receivers. */
  readonly notify: readonly string[];
  /** Reminds of what is still open. Absent: never. */
  readonly repeatMs?: number;
  readonly sendResolved: boolean;
  /** `Mon 09:00` and its time zone, of a digest. */
  readonly schedule?: { readonly at: string; readonly timezone: string };
  /** Comes with Weir, not from the file. */
  readonly builtIn: boolean;
  /** As one would write it in `weir.alerts.yaml`. */
  readonly yaml: string;
}

export interface AlertReceiver {
  readonly name: string;
  readonly kind: ReceiverKind;
  /** Host or repository; never a path, a query or a token. */
  readonly target: string;
  readonly state: "ok" | "failing" | "disabled";
  /** Of the state, when it is not `ok`. */
  readonly since?: string;
  /** Code of the last failure, see `alertFailure` in the message catalogues. */
  readonly reason?: string;
  /** Deliveries that wait, and dead letters. */
  readonly pending: number;
  readonly dead: number;
  readonly lastSuccessAt?: string;
  readonly nextAttemptAt?: string;
}

/** Which alerts: every field given must fit. */
export interface AlertMatch {
  readonly service?: string;
  readonly env?: string;
  /** Glob over the route: `/admin/**`. */
  readonly route?: string;
  readonly fingerprint?: string;
  /** Id of a rule. */
  readonly rule?: string;
  readonly cause?: AlertCause;
}

/** Made by a person, ends by itself. */
export interface AlertSilence {
  readonly id: string;
  readonly match: AlertMatch;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly until: string;
  readonly active: boolean;
}

/** From the rule file. */
export interface AlertMute {
  readonly match: AlertMatch;
  readonly reason: string;
  readonly until?: string;
  readonly active: boolean;
}

/** While `source` holds, `target` is held back for equal labels. */
export interface AlertInhibition {
  readonly source: AlertCause;
  readonly target: readonly AlertCause[];
  readonly equal: readonly string[];
}

/** Where the rule file is wrong. Line and column count from 1. */
export interface RuleFault {
  readonly line: number;
  readonly column: number;
  /** `rules[0].if.savedP50` */
  readonly key: string;
  readonly message: string;
}

/** Something about alerting itself that a reader should know: what cannot be told, or what does not run. */
export interface AlertNotice {
  readonly code: "version.missing" | "no-receivers" | "not-sending" | "ingest.silent" | "ingest.degraded";
  readonly service?: string;
  readonly env?: string;
  readonly since?: string;
}

/** `GET /alerts` */
export interface Alerts {
  /** Who evaluates the rules and sends: one collector of those that share a store. */
  readonly sender: "this" | "another" | "nobody";
  readonly file: {
    /** `none`: the rules that come with Weir. `broken`: those of the last good file hold on. */
    readonly state: "none" | "ok" | "broken";
    /** File name without its folder. */
    readonly name?: string;
    readonly loadedAt?: string;
    readonly faults: readonly RuleFault[];
  };
  readonly rules: readonly AlertRule[];
  readonly receivers: readonly AlertReceiver[];
  readonly silences: readonly AlertSilence[];
  readonly mutes: readonly AlertMute[];
  readonly inhibitions: readonly AlertInhibition[];
  readonly notices: readonly AlertNotice[];
  /** Versions that were there at the first look: what they show is no news. */
  readonly baselines?: readonly {
    readonly service: string;
    readonly env: string;
    readonly versions: readonly string[];
  }[];
}

export const DELIVERY_STATES = ["pending", "retrying", "sent", "dead"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One message to one receiver. */
export interface AlertDelivery {
  /** Equal in every try: the `webhook-id`. */
  readonly id: string;
  readonly receiver: string;
  readonly kind: ReceiverKind;
  readonly state: DeliveryState;
  readonly rules: readonly string[];
  readonly causes: readonly AlertCause[];
  /** First sentence of the message. */
  readonly title: string;
  readonly service?: string;
  readonly env?: string;
  readonly version?: string;
  /** Of the findings it names. */
  readonly fingerprints: readonly string[];
  readonly at: string;
  readonly attempts: number;
  readonly lastAttemptAt?: string;
  readonly nextAttemptAt?: string;
  /** Of the last try that did not succeed: a code, and the HTTP status where there was one. */
  readonly failure?: { readonly reason: string; readonly status?: number };
}

/** `GET /alerts/deliveries?receiver&state&limit&cursor`, newest first. */
export interface AlertDeliveryList {
  readonly deliveries: readonly AlertDelivery[];
  readonly nextCursor: string | null;
}

/** `POST /alerts/deliveries/replay` */
export interface AlertReplay {
  /** Dead letters that are sent again. */
  readonly replayed: number;
  /** Others may be left: ask again. */
  readonly more: boolean;
}

/** `GET /alerts/deliveries/:id` */
export interface AlertDeliveryDetail extends AlertDelivery {
  /** What was or will be sent. */
  readonly body: string;
  /** What the receiver last answered, cut short. */
  readonly response?: { readonly status: number; readonly text: string };
  readonly tries: readonly { readonly at: string; readonly reason: string; readonly status?: number }[];
}

/** `POST /alerts/test { receiver }`: a real message, end to end. */
export interface AlertTestResult {
  readonly receiver: string;
  readonly sent: boolean;
  readonly failure?: { readonly reason: string; readonly status?: number };
  readonly durationMs: number;
}

/** `POST /alerts/dry-run { since?, rules? }`: what these rules would have sent. Nothing is sent. */
export interface AlertDryRun {
  readonly from: string;
  /** State changes of findings in that time, and why those that were not sent were not. */
  readonly changes: number;
  readonly held: readonly { readonly reason: string; readonly count: number }[];
  readonly messages: readonly {
    readonly at: string;
    readonly receiver: string;
    readonly rules: readonly string[];
    readonly title: string;
    /** State changes told in this message. */
    readonly changes: number;
  }[];
  /** Of the rules that were sent along. */
  readonly faults: readonly RuleFault[];
}

/** `GET /gains?service&env&limit`, newest first: how good our predictions were. */
export interface GainList {
  readonly gains: readonly (Gain & { readonly fingerprint: string; readonly service: string; readonly env: string })[];
  /** Median of |measured - middle of the prediction| over the prediction, where at least one gain was measured. */
  readonly medianError?: number;
}
