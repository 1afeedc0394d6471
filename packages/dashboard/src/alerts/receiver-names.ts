import type { ReceiverKind } from "@weir/core";

/** Names of products: the same in every language. */
export const RECEIVER_NAMES: Readonly<Record<ReceiverKind, string>> = {
  slack: "Slack",
  webhook: "Webhook",
  "alertmanager-webhook": "Webhook (Alertmanager)",
  alertmanager: "Alertmanager",
  github: "GitHub",
};
