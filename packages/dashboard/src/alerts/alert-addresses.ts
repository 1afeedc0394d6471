import type { DeliveryState } from "@weir/core";
import type { Topic } from "../live/topics.ts";

/** Rows of the list of deliveries asked for at a time. */
export const DELIVERY_ROWS = 50;

/** What the page shows grows stale with these. */
export const ALERT_TOPICS: readonly Topic[] = ["alerts"];
export const ALERTS = "alerts";
export const ALERT_TEST = "alerts/test";
export const ALERT_DRY_RUN = "alerts/dry-run";
export const ALERT_SILENCES = "alerts/silences";

export interface DeliveryQuery {
  readonly receiver?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly cursor?: string | undefined;
}

export function deliveriesAddress({ receiver, state, cursor }: DeliveryQuery): string {
  const query = new URLSearchParams({ limit: String(DELIVERY_ROWS) });
  for (const [name, value] of Object.entries({ receiver, state, cursor })) if (value) query.set(name, value);
  return `alerts/deliveries?${query.toString()}`;
}

export function deliveryAddress(id: string): string {
  return `alerts/deliveries/${encodeURIComponent(id)}`;
}

/** Sends a message again. */
export function replayAddress(id: string): string {
  return `${deliveryAddress(id)}/replay`;
}

export function endSilenceAddress(id: string): string {
  return `${ALERT_SILENCES}/${encodeURIComponent(id)}/end`;
}

export function enableAddress(receiver: string): string {
  return `alerts/receivers/${encodeURIComponent(receiver)}/enable`;
}
