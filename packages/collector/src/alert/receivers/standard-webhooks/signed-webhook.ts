import type { AlertMessage } from "@weir/core";
import type { Send } from "../../net/guarded-request.ts";
import type { WebhookSettings } from "../../settings.ts";
import type { Receiver, ReceiverLimits, SendContext, SendOutcome } from "../port.ts";
import { sendSigned } from "./send-signed.ts";
import { keysOf } from "./signature.ts";

const DAY_MS = 86_400_000;

/** The text that is posted; `receiver` is the name it has in the settings. */
export type WebhookBody = (message: AlertMessage, context: SendContext, receiver: string) => string;

/** Posts what `write` makes of a message; signed by Standard Webhooks 1.0 where there is a secret. */
export class SignedWebhook implements Receiver {
  readonly kind: WebhookSettings["kind"];
  readonly target: string;
  readonly limits: ReceiverLimits = { paceMs: 200, giveUpAfterMs: 4 * DAY_MS, groupsItself: false };
  readonly #settings: WebhookSettings;
  readonly #keys: readonly Buffer[];
  readonly #write: WebhookBody;
  readonly #send: Send;

  constructor(settings: WebhookSettings, write: WebhookBody, send: Send) {
    this.kind = settings.kind;
    this.target = new URL(settings.url.reveal()).host;
    this.#settings = settings;
    this.#keys = settings.secret === undefined ? [] : (keysOf(settings.secret.reveal()) ?? []);
    this.#write = write;
    this.#send = send;
  }

  body(message: AlertMessage, context: SendContext): string {
    return this.#write(message, context, this.#settings.name);
  }

  async send(message: AlertMessage, context: SendContext): Promise<SendOutcome> {
    const body = this.body(message, context);
    const { url } = this.#settings;
    return sendSigned(this.#send, { url, keys: this.#keys, id: message.id, body, now: context.now });
  }
}
