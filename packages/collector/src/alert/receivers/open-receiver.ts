import type { Send } from "../net/guarded-request.ts";
import type { ReceiverSettings } from "../settings.ts";
import { alertmanagerBody } from "./alertmanager-webhook/alertmanager-body.ts";
import { Alertmanager } from "./alertmanager/alertmanager.ts";
import { Github } from "./github/github.ts";
import type { Receiver } from "./port.ts";
import { SlackReceiver } from "./slack/slack.ts";
import { SignedWebhook } from "./standard-webhooks/signed-webhook.ts";
import { standardBody } from "./standard-webhooks/standard-body.ts";

/** The receiver that settings describe. */
export function openReceiver(settings: ReceiverSettings, send: Send): Receiver {
  if (settings.kind === "slack") return new SlackReceiver(settings, send);
  if (settings.kind === "alertmanager") return new Alertmanager(settings, send);
  if (settings.kind === "github") return new Github(settings, send);
  return new SignedWebhook(settings, settings.kind === "webhook" ? standardBody : alertmanagerBody, send);
}
