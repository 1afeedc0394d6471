import type { AlertMessage } from "@weir/core";
import type { SendContext } from "../port.ts";
import { webhookData } from "../webhook-data.ts";

/** The payload that Standard Webhooks 1.0 recommends: type, time, and what happened. */
export function standardBody(message: AlertMessage, context: SendContext): string {
  const causes = Object.keys(message.counts);
  const type = message.test === true ? "alert.test" : causes.length === 1 ? `alert.${causes[0]}` : "alert.changes";
  return JSON.stringify({ type, timestamp: new Date(message.at).toISOString(), data: webhookData(message, context) });
}
