import {
  afterSending,
  type AlertDryRun,
  dueAt,
  emptyGroup,
  type Group,
  type GroupPace,
  messageOf,
  type RuleFault,
  titleOfMessage,
  type Told,
  withNotice,
} from "@weir/core";
import { iso } from "../api/iso.ts";
import type { ChangeNote } from "./book.ts";
import type { AlertSettings } from "./settings.ts";
import { notify } from "./watch/notify.ts";

/** Messages listed; the numbers count all. */
const MAX_LISTED = 200;

/** What these rules would have sent of everything that changed, paced as they say. Nothing is sent, nothing is kept. */
export function dryRun(
  changes: readonly ChangeNote[],
  settings: AlertSettings,
  from: number,
  now: number,
  faults: readonly RuleFault[],
): AlertDryRun {
  const told = new Map<string, Told[]>();
  const held = new Map<string, number>();
  const groups = new Map<string, Group>();
  const messages: AlertDryRun["messages"][number][] = [];
  const flush = (until: number): void => {
    for (const [key, group] of groups) {
      const pace = paceOf(settings, group.receiver);
      const at = dueAt(group, pace);
      if (at === undefined || at > until) continue;
      messages.push(messageLine(group, at, settings));
      groups.set(key, afterSending(group, at));
    }
  };
  const ordered = changes.filter(({ cause }) => cause !== undefined).toSorted((a, b) => a.at - b.at);
  for (const change of ordered) {
    flush(change.at);
    const key = change.finding?.fingerprint ?? "";
    const before = told.get(key) ?? [];
    const context = { settings, silences: [], active: [], now: change.at, disabled: new Set<string>() };
    const { addressed, held: reasons } = notify(change, before, context);
    if (addressed.length === 0) for (const reason of new Set(reasons)) held.set(reason, (held.get(reason) ?? 0) + 1);
    for (const { receiver, notice } of addressed) {
      const labels = Object.fromEntries(
        settings.group.by.flatMap((name) => (change[name] === undefined ? [] : [[name, change[name]]])),
      );
      const groupKey = JSON.stringify([receiver, labels]);
      groups.set(groupKey, withNotice(groups.get(groupKey) ?? emptyGroup(receiver, labels), notice));
      before.push({ id: change.id, receiver, rule: notice.rule, at: change.at });
    }
    if (key !== "")
      told.set(key, change.cause === "finding.resolved" ? before.map((one) => ({ ...one, closed: true })) : before);
  }
  flush(now + settings.group.intervalMs + settings.group.waitMs);
  return {
    from: iso(from),
    changes: ordered.length,
    held: [...held].map(([reason, count]) => ({ reason, count })),
    messages: messages.toSorted((a, b) => (a.at < b.at ? -1 : 1)).slice(0, MAX_LISTED),
    faults,
  };
}

function paceOf({ receivers, group }: AlertSettings, receiver: string): GroupPace {
  return receivers.get(receiver)?.kind === "alertmanager" ? { waitMs: 0, intervalMs: 0 } : group;
}

function messageLine(group: Group, at: number, { lang }: AlertSettings): AlertDryRun["messages"][number] {
  const message = messageOf(group, "", at);
  return {
    at: iso(at),
    receiver: group.receiver,
    rules: [...new Set(message.notices.map(({ rule }) => rule))],
    title: titleOfMessage(message, lang),
    changes: Object.values(message.counts).reduce((sum, count) => sum + count, 0),
  };
}
