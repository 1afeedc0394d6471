import type { Upstream } from "../../upstream/upstream.ts";
import { OFFICE } from "./upstream/office.ts";
import { TRADE } from "./upstream/trade.ts";

export const upstream: Upstream = [...OFFICE, ...TRADE];
