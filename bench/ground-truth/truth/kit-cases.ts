import type { Case } from "./case.ts";
import { KIT_ENDPOINT_CASES } from "./kit-endpoints.ts";
import { KIT_HOOK_CASES } from "./kit-hooks.ts";
import { KIT_LOAD_CASES } from "./kit-loads.ts";
import { KIT_SERVICE_CASES } from "./kit-services.ts";
import { KIT_WRITE_CASES } from "./kit-writes.ts";

export const KIT_CASES: readonly Case[] = [
  ...KIT_HOOK_CASES,
  ...KIT_LOAD_CASES,
  ...KIT_ENDPOINT_CASES,
  ...KIT_SERVICE_CASES,
  ...KIT_WRITE_CASES,
];
