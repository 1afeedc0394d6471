import type { Send } from "../net/guarded-request.ts";
import type { ReceiverSettings } from "../settings.ts";
import { AlertmanagerWebhook } from "./alertmanager-webhook/alertmanager-webhook.ts";
import { Alertmanager } from "./alertmanager/alertmanager.ts";
import { Github } from "./github/github.ts";
import type { Receiver } from "./port.ts";
import { SlackReceiver } from "./slack/slack.ts";
import { StandardWebhook } from "./standard-webhooks/standard-webhook.ts";

/** The receiver that settings describe. */
export function openReceiver(settings: ReceiverSettings, send: Send): Receiver {
  if (settings.kind === "slack") return new SlackReceiver(settings, send);
  if (settings.kind === "alertmanager") return new Alertmanager(settings, send);
  if (settings.kind === "github") return new Github(settings, send);
  return settings.kind === "webhook" ? new StandardWebhook(settings, send) : new AlertmanagerWebhook(settings, send);
}
