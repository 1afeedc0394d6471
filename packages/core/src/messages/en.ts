import type { HeldReason } from "../alert/rule.ts";
import type { AlertCause, AlertNotice } from "../api/alerts.ts";
import type { FindingStatus } from "../api/types.ts";
import type { CHANNELS } from "../evidence/channel.ts";
import type { Change, Reason } from "../evidence/reasons.ts";
import type { Tier, Verdict } from "../evidence/verdict.ts";
import type { FindingKind } from "../finding/kind.ts";
import { adviceEn } from "./advice.en.ts";
import { alertWordsEn } from "./alert-words.en.ts";
import { alertsEn } from "./alerts.en.ts";
import type { Message } from "./message.ts";
import { reasonsEn } from "./reasons.en.ts";
import { termsEn } from "./terms.en.ts";

/** Codes that must have a sentence: whoever adds a reason, a kind, a verdict, a tier or a status is asked for it by type. */
type Known =
  | Reason
  | Change
  | `title.${FindingKind}`
  | `kind.${FindingKind}`
  | `verdict.${Verdict}`
  | `tier.${Tier}`
  | `channel.${(typeof CHANNELS)[number]}`
  | `status.${FindingStatus}`
  | `alert.${"heading" | "count" | "rule"}.${AlertCause}`
  | `alert.notice.${AlertNotice["code"]}`
  | HeldReason;

/** Every sentence that pages, command line and alerts share, in English, keyed by code. */
export const en: Readonly<Record<Known, Message>> &
  typeof termsEn &
  typeof reasonsEn &
  typeof adviceEn &
  typeof alertWordsEn &
  typeof alertsEn = {
  ...termsEn,
  ...reasonsEn,
  ...adviceEn,
  ...alertWordsEn,
  ...alertsEn,
};
