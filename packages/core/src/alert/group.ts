import { ALERT_CAUSES, type AlertCause } from "../api/alerts.ts";
import type { Notice } from "./state-change.ts";

/** Notices kept whole in a group until it is sent; of more only their number is kept. */
export const MAX_WAITING = 50;

export interface GroupLabels {
  readonly service?: string;
  readonly env?: string;
  readonly version?: string;
}

/** What one receiver hears together: at most one message per interval, however much happens. */
export interface Group {
  readonly receiver: string;
  readonly labels: GroupLabels;
  /** Most important first. */
  readonly waiting: readonly Notice[];
  /** Notices beyond the bound, by cause. */
  readonly beyond: Readonly<Partial<Record<AlertCause, number>>>;
  /** When the first of those waiting came. */
  readonly since?: number;
  readonly lastSentAt?: number;
  /** Messages sent so far; part of the next one's id. */
  readonly sent: number;
}

export interface GroupPace {
  readonly waitMs: number;
  readonly intervalMs: number;
}

export function emptyGroup(receiver: string, labels: GroupLabels): Group {
  return { receiver, labels, waiting: [], beyond: {}, sent: 0 };
}

export function withNotice(group: Group, notice: Notice): Group {
  if (group.waiting.some(({ id }) => id === notice.id)) return group;
  const all = [...group.waiting, notice].sort(byImportance);
  const [waiting, over] = [all.slice(0, MAX_WAITING), all.slice(MAX_WAITING)];
  const beyond = { ...group.beyond };
  for (const { cause } of over) beyond[cause] = (beyond[cause] ?? 0) + 1;
  return { ...group, waiting, beyond, since: group.since ?? notice.at };
}

/** When its message is due; `undefined` while nothing waits. */
export function dueAt({ since, lastSentAt }: Group, { waitMs, intervalMs }: GroupPace): number | undefined {
  if (since === undefined) return undefined;
  return lastSentAt === undefined ? since + waitMs : Math.max(since + waitMs, lastSentAt + intervalMs);
}

/** The same group after its message was made. */
export function afterSending({ receiver, labels, sent }: Group, at: number): Group {
  return { receiver, labels, waiting: [], beyond: {}, sent: sent + 1, lastSentAt: at };
}

/** How many of each cause a group is about to tell. */
export function countsOf({ waiting, beyond }: Group): Readonly<Partial<Record<AlertCause, number>>> {
  const counts = { ...beyond };
  for (const { cause } of waiting) counts[cause] = (counts[cause] ?? 0) + 1;
  return counts;
}

const RANK: Readonly<Record<string, number>> = { critical: 0, error: 1, warning: 2, info: 3 };

function byImportance(a: Notice, b: Notice): number {
  return (
    (RANK[a.severity] ?? 9) - (RANK[b.severity] ?? 9) ||
    ALERT_CAUSES.indexOf(a.cause) - ALERT_CAUSES.indexOf(b.cause) ||
    (b.finding?.waitPerMinute ?? 0) - (a.finding?.waitPerMinute ?? 0) ||
    (a.id < b.id ? -1 : 1)
  );
}
