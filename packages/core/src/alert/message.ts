import type { AlertCause } from "../api/alerts.ts";
import { countsOf, type Group, type GroupLabels } from "./group.ts";
import type { Notice } from "./state-change.ts";

/** Notices told one by one in a message for people; the others are counted. */
export const MAX_TOLD = 5;

/** One message to one receiver, before it takes the receiver's form. */
export interface AlertMessage {
  /** Equal in every try. */
  readonly id: string;
  readonly at: number;
  readonly labels: GroupLabels;
  /** Most important first, at most `MAX_WAITING`. */
  readonly notices: readonly Notice[];
  /** Of all there is to tell, also beyond the notices. */
  readonly counts: Readonly<Partial<Record<AlertCause, number>>>;
  /** Sent to see whether messages arrive. */
  readonly test?: boolean;
}

/** Everything that waits in a group, as one message. */
export function messageOf(group: Group, id: string, at: number): AlertMessage {
  return { id, at, labels: group.labels, notices: group.waiting, counts: countsOf(group) };
}

/** How many of its changes a message does not name. */
export function unnamed({ notices, counts }: AlertMessage): number {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return all - Math.min(notices.length, MAX_TOLD);
}
