import type { AlertRule } from "@weir/core";
import { stringify } from "yaml";
import { defined } from "../../api/defined.ts";
import { writeDuration } from "./units.ts";

/** A rule as one would write it in `weir.alerts.yaml`. */
export function ruleYaml(rule: Omit<AlertRule, "builtIn" | "yaml">): string {
  const { envs, services, routes, tiers, minRequests, newSince, savedP50Ms, savedShare, waitPerMinuteMs } = rule.if;
  const { forMs, expectedPerMinute } = rule.if;
  const conditions = defined({
    env: envs,
    service: services,
    route: routes,
    tier: tiers,
    minRequests,
    newSince,
    savedP50: savedP50Ms === undefined ? undefined : `>= ${writeDuration(savedP50Ms)}`,
    savedShare: savedShare === undefined ? undefined : `>= ${Math.round(savedShare * 1e5) / 1e3}%`,
    waitPerMinute: waitPerMinuteMs === undefined ? undefined : `>= ${writeDuration(waitPerMinuteMs)}`,
    for: forMs === undefined ? undefined : writeDuration(forMs),
    expected: expectedPerMinute === undefined ? undefined : `> ${expectedPerMinute}/min`,
  });
  return stringify([
    defined({
      id: rule.id,
      when: rule.when,
      if: Object.keys(conditions).length === 0 ? undefined : conditions,
      severity: rule.severity,
      notify: rule.notify,
      repeat: rule.repeatMs === undefined ? undefined : writeDuration(rule.repeatMs),
      sendResolved: rule.sendResolved ? undefined : false,
      schedule: rule.schedule?.at,
      timezone: rule.schedule?.timezone,
    }),
  ]);
}
