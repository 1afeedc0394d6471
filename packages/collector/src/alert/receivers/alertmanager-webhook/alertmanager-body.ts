import { createHash } from "node:crypto";
import { type AlertMessage, type Notice, toldOf, unnamed } from "@weir/core";
import { changeAlert, type PrometheusAlert, standingAlert } from "../alertmanager/alert-labels.ts";
import type { SendContext } from "../port.ts";

/** An alert without an end has this one, as Alertmanager writes it. */
const NO_END = "0001-01-01T00:00:00Z";

/** For endpoints that were made for Alertmanager's own webhook (version 4). */
export function alertmanagerBody(message: AlertMessage, context: SendContext, receiver: string): string {
  const alerts = toldOf(message).map((notice) => ({ notice, alert: alertOf(notice, context) }));
  const labels = message.labels as Readonly<Record<string, string>>;
  const firing = alerts.some(({ alert }) => alert.endsAt === undefined);
  return JSON.stringify({
    version: "4",
    groupKey: `{}:${JSON.stringify(labels)}`,
    truncatedAlerts: message.test === true ? 0 : unnamed(message),
    status: firing ? "firing" : "resolved",
    receiver,
    groupLabels: labels,
    commonLabels: common(alerts.map(({ alert }) => alert.labels)),
    commonAnnotations: common(alerts.map(({ alert }) => alert.annotations)),
    externalURL: context.dashboard,
    notification_reason: message.test === true ? "test" : Object.keys(message.counts).join(","),
    alerts: alerts.map(({ alert }) => ({
      status: alert.endsAt === undefined ? "firing" : "resolved",
      ...alert,
      endsAt: alert.endsAt ?? NO_END,
      fingerprint: createHash("sha256").update(JSON.stringify(alert.labels)).digest("hex").slice(0, 16),
    })),
  });
}

function alertOf(notice: Notice, context: SendContext): PrometheusAlert {
  const { finding, service = "", env = "", version = "", rule, severity, at, cause } = notice;
  if (finding === undefined) return changeAlert(notice, context);
  const { fingerprint } = finding;
  const status = cause === "finding.resolved" ? "resolved" : "new";
  return standingAlert(
    {
      life: { service, env, fingerprint, status, listed: status === "new", at, version, told: [], holds: {} },
      finding,
      severity,
      rule,
      startsAt: at,
      ...(cause === "finding.resolved" ? { endsAt: at } : {}),
    },
    context,
  );
}

/** What all have in common. */
function common(of: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const [first = {}, ...others] = of;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((other) => other[name] === value)),
  );
}
