import { alertsKo } from "./alerts.ko.ts";
import type { en } from "./en.ts";
import type { Translation } from "./message.ts";
import { pagesKo } from "./pages.ko.ts";

/** Every shared sentence in Korean, those of messages that are sent out among them. */
export const ko: Translation<typeof en> = { ...pagesKo, ...alertsKo };
