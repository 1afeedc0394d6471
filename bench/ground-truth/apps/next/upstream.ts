import type { Upstream } from "../../upstream/upstream.ts";
import { account } from "./upstream/account.ts";
import { billing } from "./upstream/billing.ts";
import { content } from "./upstream/content.ts";
import { logistics } from "./upstream/logistics.ts";
import { shop } from "./upstream/shop.ts";
import { support } from "./upstream/support.ts";

export const upstream: Upstream = [...account, ...billing, ...content, ...logistics, ...shop, ...support];
