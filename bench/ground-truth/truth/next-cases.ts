import type { Case } from "./case.ts";
import { ACCOUNT_CASES } from "./next-account.ts";
import { BILLING_CASES } from "./next-billing.ts";
import { CONTENT_CASES } from "./next-content.ts";
import { INSIGHTS_CASES } from "./next-insights.ts";
import { LOGISTICS_CASES } from "./next-logistics.ts";
import { PLANNING_CASES } from "./next-planning.ts";
import { PLATFORM_CASES } from "./next-platform.ts";
import { SHOP_CASES } from "./next-shop.ts";
import { SUPPORT_CASES } from "./next-support.ts";

export const NEXT_CASES: readonly Case[] = [
  ...ACCOUNT_CASES,
  ...BILLING_CASES,
  ...CONTENT_CASES,
  ...LOGISTICS_CASES,
  ...INSIGHTS_CASES,
  ...PLANNING_CASES,
  ...PLATFORM_CASES,
  ...SHOP_CASES,
  ...SUPPORT_CASES,
];
