import type { DeliveryState } from "@weir/core";

/** Rows of the list of deliveries asked for at a time. */
export const DELIVERY_ROWS = 50;

export const ALERTS = "alerts";
export const ALERT_TEST = "alerts/test";
export const ALERT_DRY_RUN = "alerts/dry-run";
/** Sends again: one delivery, or every dead letter (of a receiver). */
export const ALERT_REPLAY = "alerts/replay";
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

export function silenceAddress(id: string): string {
  return `${ALERT_SILENCES}/${encodeURIComponent(id)}`;
}
