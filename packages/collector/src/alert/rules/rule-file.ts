import type { AlertCause, AlertInhibition, AlertMatch, Severity, Tier } from "@weir/core";

/** What a rule file holds after reading; lengths of time and thresholds are still text. */
export interface RuleFile {
  readonly version: 1;
  readonly dashboard?: string | undefined;
  readonly lang?: "en" | "ko" | undefined;
  readonly every?: string | undefined;
  readonly defaults?: FileDefaults | undefined;
  readonly rules?: readonly FileRule[] | undefined;
  readonly inhibit?: readonly AlertInhibition[] | undefined;
  readonly mute?: readonly FileMute[] | undefined;
  readonly minRequests?: readonly { readonly route: string; readonly requests: number }[] | undefined;
  readonly receivers?: Readonly<Record<string, FileReceiver>> | undefined;
  readonly network?: { readonly allow: readonly string[] } | undefined;
}

type OneOrMore<T> = T | readonly T[];
type GroupLabel = "service" | "env" | "version";

export interface FileDefaults {
  readonly env?: OneOrMore<string> | undefined;
  readonly tier?: OneOrMore<Tier> | undefined;
  readonly minRequests?: number | undefined;
  readonly group?:
    | {
        readonly by?: readonly GroupLabel[] | undefined;
        readonly wait?: string | undefined;
        readonly interval?: string | undefined;
      }
    | undefined;
  /** `never`, or a length of time. */
  readonly repeat?: string | undefined;
  readonly sendResolved?: boolean | undefined;
}

export interface FileRule {
  readonly id: string;
  readonly when: AlertCause;
  readonly if?:
    | {
        readonly env?: OneOrMore<string> | undefined;
        readonly service?: OneOrMore<string> | undefined;
        readonly route?: OneOrMore<string> | undefined;
        readonly tier?: OneOrMore<Tier> | undefined;
        readonly minRequests?: number | undefined;
        readonly newSince?: "deploy" | undefined;
        readonly savedP50?: string | undefined;
        readonly savedShare?: string | undefined;
        readonly waitPerMinute?: string | undefined;
        readonly for?: string | undefined;
        readonly expected?: string | undefined;
      }
    | undefined;
  readonly severity?: Severity | undefined;
  readonly notify: readonly string[];
  readonly repeat?: string | undefined;
  readonly sendResolved?: boolean | undefined;
  readonly schedule?: string | undefined;
  readonly timezone?: string | undefined;
}

interface FileMute {
  readonly match: { readonly [Key in keyof AlertMatch]: AlertMatch[Key] | undefined };
  readonly reason: string;
  readonly until?: string | undefined;
}

export interface FileReceiver {
  readonly slack?: { readonly url: string } | undefined;
  readonly webhook?:
    | {
        readonly url: string;
        readonly secret?: string | undefined;
        readonly format?: "standard" | "alertmanager" | undefined;
      }
    | undefined;
  readonly alertmanager?: { readonly url: string; readonly token?: string | undefined } | undefined;
  readonly github?:
    | {
        readonly repo: string;
        readonly token: string;
        readonly as?: readonly ("comment" | "status")[] | undefined;
        readonly api?: string | undefined;
      }
    | undefined;
}
