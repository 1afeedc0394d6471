import type { AlertDryRun, Alerts, AlertTestResult } from "@weir/core";
import { z } from "zod";
import type { AlertDesk } from "../../alert/alert-desk.ts";
import { DAY_MS } from "../../store/day.ts";
import type { ApiContext } from "../context.ts";
import type { AnyRoute, ApiRoute } from "../define-route.ts";
import { alerts, dryRunAnswer, testResult } from "../schema/alerts.ts";
import { named } from "../schema/registry.ts";
import { alertsAnswer } from "./alerts-answer.ts";

const DEFAULT_SINCE_MS = 7 * DAY_MS;
/** Characters of rules sent along. */
const MAX_RULES = 256 * 1024;

interface TestBody {
  readonly receiver: string;
}

interface DryRunBody {
  readonly since?: string;
  /** Text of a rule file to try; without it, the rules in force. */
  readonly rules?: string;
}

const testBody: z.ZodType<TestBody> = named(
  "AlertTestRequest",
  z.strictObject({ receiver: z.string().min(1).max(60) }),
);
const dryRunBody: z.ZodType<DryRunBody> = named(
  "AlertDryRunRequest",
  z.strictObject({
    since: z.exactOptional(z.iso.datetime({ offset: true })),
    rules: z.exactOptional(z.string().max(MAX_RULES)),
  }),
);

const query = z.strictObject({});
const refusals = { 404: "No such receiver" };

export function tryRoutes(context: ApiContext, desk: AlertDesk): readonly AnyRoute[] {
  const test: ApiRoute<object, TestBody, AlertTestResult> = {
    method: "POST",
    path: "/alerts/test",
    summary: "Sends a real message to one receiver",
    access: "write",
    query,
    body: testBody,
    answer: testResult,
    refusals,
    handle: ({ body: { receiver } }) => desk.test(receiver),
  };
  const dryRun: ApiRoute<object, DryRunBody, AlertDryRun> = {
    method: "POST",
    path: "/alerts/dry-run",
    summary: "What rules would have sent of everything that changed since a moment; nothing is sent",
    access: "read",
    query,
    body: dryRunBody,
    bodyLimit: 2 * MAX_RULES,
    answer: dryRunAnswer,
    handle: ({ body: { since, rules } }) =>
      desk.dryRun(since === undefined ? context.clock() - DEFAULT_SINCE_MS : Date.parse(since), rules),
  };
  const enable: ApiRoute<object, undefined, Alerts> = {
    method: "POST",
    path: "/alerts/receivers/:name/enable",
    summary: "Switches a receiver on again that was switched off",
    access: "write",
    query,
    answer: alerts,
    refusals,
    handle: async ({ params }) => {
      await desk.enable(params["name"] ?? "");
      return alertsAnswer(context, desk);
    },
  };
  return [test, dryRun, enable];
}
