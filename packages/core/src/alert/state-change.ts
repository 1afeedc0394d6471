import type { AlertCause, Severity } from "../api/alerts.ts";
import type { FindingStatus, Gain, Range, Site } from "../api/types.ts";
import type { ChannelName } from "../evidence/channel.ts";
import type { Tier } from "../evidence/verdict.ts";
import type { FindingKind } from "../finding/kind.ts";

/** What a message tells of a finding, as it was when its state changed. */
export interface ToldFinding {
  readonly fingerprint: string;
  readonly kind: FindingKind;
  readonly tier: Tier;
  readonly calls: readonly Site[];
  readonly startTogether: readonly (readonly number[])[];
  readonly place?: Site;
  /** The first of them; `routeCount` says how many there are. */
  readonly routes: readonly string[];
  readonly routeCount: number;
  /** Median saving per request, milliseconds, and its lower end as a share of the request. */
  readonly saved: Range & { readonly share: number };
  /** Milliseconds of user wait per minute. */
  readonly waitPerMinute: number;
  readonly requests: number;
  readonly hasPatch: boolean;
  /** Why it is called needless: the two channels that say most. */
  readonly why: readonly {
    readonly channel: ChannelName;
    readonly reason: string;
    readonly detail?: Readonly<Record<string, string | number>>;
  }[];
  readonly gain?: Gain;
}

/** A change of state that somebody may want to hear of. Kept for ever as history: who, when, why. */
export interface StateChange {
  /** Equal for the same change of the same thing in the same version. */
  readonly id: string;
  readonly at: number;
  /** Absent for changes nobody is told of. */
  readonly cause?: AlertCause;
  readonly service?: string;
  readonly env?: string;
  /** In which it happened; `""` when the sender gives none. */
  readonly version?: string;
  readonly finding?: ToldFinding;
  readonly from?: FindingStatus;
  readonly to?: FindingStatus;
  /** A person's name, or `weir`. */
  readonly by: string;
  /** Code of the reason, or a person's words. */
  readonly reason: string;
  /** Not there in any earlier deploy. Absent where no deploy can be told from another. */
  readonly isNew?: boolean;
  /** An earlier version had enough requests of these routes without it. */
  readonly introduced?: boolean;
  /** The claim does not stand any more: evidence says otherwise now. Nothing was fixed. */
  readonly withdrawn?: boolean;
  /** Numbers and names for its sentence. */
  readonly detail?: Readonly<Record<string, string | number>>;
}

/** A change on its way to a receiver. */
export interface Notice extends StateChange {
  readonly cause: AlertCause;
  readonly rule: string;
  readonly severity: Severity;
  /** Told before, and still so. */
  readonly reminder?: boolean;
}
