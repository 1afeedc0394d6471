import { termsEn } from "@weir/core/messages";
import type { Message } from "@weir/core/messages";
import { alertsEn } from "./en/alerts.ts";
import { commonEn } from "./en/common.ts";
import { deploysEn } from "./en/deploys.ts";
import { findingsEn } from "./en/findings.ts";
import { routesEn } from "./en/routes.ts";
import { settingsEn } from "./en/settings.ts";
import { setupEn } from "./en/setup.ts";
import { statusEn } from "./en/status.ts";
import { timelineEn } from "./en/timeline.ts";

/** Every sentence of the pages, in English. The source of truth: other languages have the same keys. */
export const en = {
  ...termsEn,
  ...commonEn,
  ...routesEn,
  ...findingsEn,
  ...timelineEn,
  ...deploysEn,
  ...alertsEn,
  ...statusEn,
  ...setupEn,
  ...settingsEn,
} as const satisfies Readonly<Record<string, Message>>;
