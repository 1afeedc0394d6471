import { createHash } from "node:crypto";
import { type AlertMessage, type Notice, toldOf, unnamed } from "@weir/core";
import type { Send } from "../../net/guarded-request.ts";
import type { WebhookSettings } from "../../settings.ts";
import { changeAlert, type PrometheusAlert, standingAlert } from "../alertmanager/alert-labels.ts";
import type { Receiver, ReceiverLimits, SendContext, SendOutcome } from "../port.ts";
import { sendSigned } from "../standard-webhooks/send-signed.ts";
import { keysOf } from "../standard-webhooks/signature.ts";

const DAY_MS = 86_400_000;
/** An alert without an end has this one, as Alertmanager writes it. */
const NO_END = "0001-01-01T00:00:00Z";

/** For endpoints that were made for Alertmanager's own webhook (version 4). Signed as well where there is a secret. */
export class AlertmanagerWebhook implements Receiver {
  readonly kind = "alertmanager-webhook";
  readonly target: string;
  readonly limits: ReceiverLimits = { paceMs: 200, giveUpAfterMs: 4 * DAY_MS, groupsItself: false };
  readonly #settings: WebhookSettings;
  readonly #keys: readonly Buffer[];
  readonly #send: Send;

  constructor(settings: WebhookSettings, send: Send) {
    this.#settings = settings;
    this.#keys = settings.secret === undefined ? [] : (keysOf(settings.secret.reveal()) ?? []);
    this.#send = send;
    this.target = new URL(settings.url.reveal()).host;
  }

  body(message: AlertMessage, context: SendContext): string {
    const alerts = toldOf(message).map((notice) => ({ notice, alert: alertOf(notice, context) }));
    const labels = message.labels as Readonly<Record<string, string>>;
    const firing = alerts.some(({ alert }) => alert.endsAt === undefined);
    return JSON.stringify({
      version: "4",
      groupKey: `{}:${JSON.stringify(labels)}`,
      truncatedAlerts: message.test === true ? 0 : unnamed(message),
      status: firing ? "firing" : "resolved",
      receiver: this.#settings.name,
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

  async send(message: AlertMessage, context: SendContext): Promise<SendOutcome> {
    const body = this.body(message, context);
    return sendSigned(this.#send, {
      url: this.#settings.url,
      keys: this.#keys,
      id: message.id,
      body,
      now: context.now,
    });
  }
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
