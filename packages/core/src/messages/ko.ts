import { adviceKo } from "./advice.ko.ts";
import { alertsKo } from "./alerts.ko.ts";
import type { Translation } from "./message.ts";
import { reasonsKo } from "./reasons.ko.ts";
import type { en } from "./en.ts";
import { termsKo } from "./terms.ko.ts";

/** Every shared sentence in Korean. No particle follows a filled-in value: which one depends on a sound not known here. */
export const ko: Translation<typeof en> = { ...termsKo, ...reasonsKo, ...adviceKo, ...alertsKo };
