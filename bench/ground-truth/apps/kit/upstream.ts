import type { Upstream } from "../../upstream/upstream.ts";
import { AREAS } from "./upstream/areas.ts";
import { PAGES } from "./upstream/pages.ts";
import { SERVICES } from "./upstream/services.ts";
import { SHOP } from "./upstream/shop.ts";
import { WORK } from "./upstream/work.ts";

export const upstream: Upstream = [...AREAS, ...PAGES, ...SHOP, ...WORK, ...SERVICES];
