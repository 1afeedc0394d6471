import type { AlertRule } from "@weir/core";
import { Secret } from "../secret.ts";
import type { AlertSettings, ReceiverSettings } from "../settings.ts";
import { ruleYaml } from "./rule-yaml.ts";

export const DEFAULT_SETTINGS: AlertSettings = {
  rules: [],
  receivers: new Map(),
  // While spans are dropped nobody knows what is gone.
  inhibitions: [{ source: "ingest.degraded", target: ["finding.resolved"], equal: ["service", "env"] }],
  mutes: [],
  minRequests: [],
  group: { by: ["service", "env", "version"], waitMs: 30_000, intervalMs: 300_000 },
  everyMs: 10_000,
  lang: "en",
  allow: [],
};

/** What holds with no rule file at all: one variable is enough. */
export function settingsWithoutFile(env: Readonly<Record<string, string | undefined>>): AlertSettings {
  const url = env["SLACK_WEBHOOK_URL"];
  const slack: readonly ReceiverSettings[] =
    url === undefined || url === "" ? [] : [{ name: "slack", kind: "slack", url: new Secret(url) }];
  const receivers = new Map(slack.map((receiver) => [receiver.name, receiver]));
  return { ...DEFAULT_SETTINGS, receivers, rules: builtInRules([...receivers.keys()]) };
}

/** The rules of a team that has written none. */
export function builtInRules(notify: readonly string[]): readonly AlertRule[] {
  return [
    builtIn({
      id: "new-waterfall",
      when: "finding.opened",
      if: { newSince: "deploy", savedP50Ms: 50, savedShare: 0.05 },
      severity: "warning",
      notify,
    }),
    builtIn({ id: "back-again", when: "finding.regressed", if: {}, severity: "warning", notify }),
    builtIn({
      id: "went-quiet",
      when: "ingest.silent",
      if: { forMs: 15 * 60_000, expectedPerMinute: 1 },
      severity: "error",
      notify,
    }),
    builtIn({ id: "dropping", when: "ingest.degraded", if: { forMs: 5 * 60_000 }, severity: "error", notify }),
    ...systemRules(notify),
  ];
}

/** About alerting itself; they hold whatever a file says. */
export function systemRules(notify: readonly string[]): readonly AlertRule[] {
  return [
    builtIn({ id: "weir.rules-broken", when: "rules.broken", if: {}, severity: "error", notify }),
    builtIn({ id: "weir.receiver-disabled", when: "receiver.disabled", if: {}, severity: "error", notify }),
  ];
}

function builtIn(parts: Pick<AlertRule, "id" | "when" | "if" | "severity" | "notify">): AlertRule {
  return { ...parts, sendResolved: true, builtIn: true, yaml: ruleYaml({ ...parts, sendResolved: true }) };
}
