import type { AlertMessage } from "@weir/core";
import type { Send } from "../../net/guarded-request.ts";
import type { SlackSettings } from "../../settings.ts";
import { outcomeOf } from "../outcome.ts";
import type { Receiver, ReceiverLimits, SendContext, SendOutcome } from "../port.ts";
import { slackBody } from "./slack-blocks.ts";

const DAY_MS = 86_400_000;

/** A Slack incoming webhook: about one message a second, and no way to change what was sent. */
export class SlackReceiver implements Receiver {
  readonly kind = "slack";
  readonly target: string;
  readonly limits: ReceiverLimits = { paceMs: 1_100, giveUpAfterMs: DAY_MS, groupsItself: false };
  readonly #settings: SlackSettings;
  readonly #send: Send;

  constructor(settings: SlackSettings, send: Send) {
    this.#settings = settings;
    this.#send = send;
    this.target = new URL(settings.url.reveal()).host;
  }

  body(message: AlertMessage, context: SendContext): string {
    return JSON.stringify(slackBody(message, context));
  }

  async send(message: AlertMessage, context: SendContext): Promise<SendOutcome> {
    const answer = await this.#send({
      method: "POST",
      url: this.#settings.url.reveal(),
      headers: { "content-type": "application/json; charset=utf-8" },
      body: this.body(message, context),
      timeoutMs: 15_000,
    });
    return outcomeOf(answer, context.now);
  }
}
