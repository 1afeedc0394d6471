import type { AlertInhibition, AlertMatch, AlertRule, GroupPace, ReceiverKind } from "@weir/core";
import type { Language } from "@weir/core/messages";
import type { Secret } from "./secret.ts";

/** Everything a rule file, or its absence, says. */
export interface AlertSettings {
  readonly rules: readonly AlertRule[];
  readonly receivers: ReadonlyMap<string, ReceiverSettings>;
  readonly inhibitions: readonly AlertInhibition[];
  readonly mutes: readonly Mute[];
  readonly group: GroupPace & { readonly by: readonly GroupLabel[] };
  /** Routes whose findings count as such earlier, or later; the first that fits. */
  readonly minRequests: readonly { readonly route: string; readonly requests: number }[];
  /** How often states are looked at. Milliseconds. */
  readonly everyMs: number;
  readonly lang: Language;
  /** Where people open the dashboard, for links in messages. */
  readonly dashboard?: string;
  /** Private addresses that receivers may have. */
  readonly allow: readonly string[];
}

export type GroupLabel = "service" | "env" | "version";

export interface Mute {
  readonly match: AlertMatch;
  readonly reason: string;
  readonly until?: number;
}

interface Named<Kind extends ReceiverKind> {
  readonly name: string;
  readonly kind: Kind;
}

export type ReceiverSettings = SlackSettings | WebhookSettings | AlertmanagerSettings | GithubSettings;

export interface SlackSettings extends Named<"slack"> {
  readonly url: Secret;
}

export interface WebhookSettings extends Named<"webhook" | "alertmanager-webhook"> {
  readonly url: Secret;
  /** `whsec_…`, or several separated by spaces while one is being exchanged. */
  readonly secret?: Secret;
}

export interface AlertmanagerSettings extends Named<"alertmanager"> {
  readonly url: Secret;
  readonly token?: Secret;
}

export interface GithubSettings extends Named<"github"> {
  /** `owner/name` */
  readonly repo: string;
  readonly token: Secret;
  readonly as: readonly ("comment" | "status")[];
  /** Of GitHub Enterprise; default `https://api.github.com`. */
  readonly api: Secret;
}
