import type { Upstream } from "../../upstream/upstream.ts";
import { account } from "./upstream/account.ts";
import { billing } from "./upstream/billing.ts";
import { content } from "./upstream/content.ts";
import { insights } from "./upstream/insights.ts";
import { logistics } from "./upstream/logistics.ts";
import { planning } from "./upstream/planning.ts";
import { platform } from "./upstream/platform.ts";
import { shop } from "./upstream/shop.ts";
import { support } from "./upstream/support.ts";

export const upstream: Upstream = [
  ...account,
  ...billing,
  ...content,
  ...insights,
  ...logistics,
  ...planning,
  ...platform,
  ...shop,
  ...support,
];
