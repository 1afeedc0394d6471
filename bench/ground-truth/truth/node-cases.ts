import type { Case } from "./case.ts";
import { NODE_OFFICE_CASES } from "./node-office.ts";
import { NODE_TRADE_CASES } from "./node-trade.ts";

export const NODE_CASES: readonly Case[] = [...NODE_OFFICE_CASES, ...NODE_TRADE_CASES];
