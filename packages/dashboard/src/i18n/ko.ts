import type { Translation } from "@weir/core/messages";
import { pagesKo as shared } from "@weir/core/messages/pages-ko";
import type { en } from "./en.ts";
import { alertsKo } from "./ko/alerts.ts";
import { commonKo } from "./ko/common.ts";
import { deploysKo } from "./ko/deploys.ts";
import { findingsKo } from "./ko/findings.ts";
import { routesKo } from "./ko/routes.ts";
import { settingsKo } from "./ko/settings.ts";
import { setupKo } from "./ko/setup.ts";
import { statusKo } from "./ko/status.ts";
import { timelineKo } from "./ko/timeline.ts";

/**
 * Every sentence of the pages, in Korean. No particle follows a filled-in value: whether it is 을 or 를 depends on a
 * sound that is not known here.
 */
export const ko = {
  ...shared,
  ...commonKo,
  ...routesKo,
  ...findingsKo,
  ...timelineKo,
  ...deploysKo,
  ...alertsKo,
  ...statusKo,
  ...setupKo,
  ...settingsKo,
} as const satisfies Translation<typeof en>;
