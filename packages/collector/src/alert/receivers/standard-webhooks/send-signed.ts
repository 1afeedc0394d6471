import type { WebhookSettings } from "../../settings.ts";
import type { Send } from "../../net/guarded-request.ts";
import { outcomeOf } from "../outcome.ts";
import type { SendOutcome } from "../port.ts";
import { signatureOf } from "./signature.ts";

interface SignedMessage {
  readonly url: WebhookSettings["url"];
  /** None: sent without a signature. */
  readonly keys: readonly Buffer[];
  /** The same for every try, so that a receiver can tell doubles. */
  readonly id: string;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Posts a body with the headers of Standard Webhooks 1.0: id, time in seconds, and signatures by every key. */
export async function sendSigned(send: Send, { url, keys, id, body, now }: SignedMessage): Promise<SendOutcome> {
  const timestamp = Math.floor(now / 1_000);
  const signature = signatureOf(keys, id, timestamp, body);
  const answer = await send({
    method: "POST",
    url: url.reveal(),
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      ...(signature === "" ? {} : { "webhook-signature": signature }),
    },
    body,
    timeoutMs: 20_000,
  });
  return outcomeOf(answer, now, true);
}
