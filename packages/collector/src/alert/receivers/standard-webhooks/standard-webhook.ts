import type { AlertMessage } from "@weir/core";
import type { Send } from "../../net/guarded-request.ts";
import type { WebhookSettings } from "../../settings.ts";
import type { Receiver, ReceiverLimits, SendContext, SendOutcome } from "../port.ts";
import { webhookData } from "../webhook-data.ts";
import { sendSigned } from "./send-signed.ts";
import { keysOf } from "./signature.ts";

const DAY_MS = 86_400_000;

/** Any endpoint that follows Standard Webhooks 1.0; signed where there is a secret. */
export class StandardWebhook implements Receiver {
  readonly kind = "webhook";
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
    const causes = Object.keys(message.counts);
    const type = message.test === true ? "alert.test" : causes.length === 1 ? `alert.${causes[0]}` : "alert.changes";
    return JSON.stringify({
      type,
      timestamp: new Date(message.at).toISOString(),
      data: webhookData(message, context),
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
