import { createHash } from "node:crypto";
import { afterSending, type Group, messageOf, titleOfMessage } from "@weir/core";
import type { DeliveryNote } from "../book.ts";
import type { AlertSettings } from "../settings.ts";
import type { Draft } from "./draft.ts";

/** Makes the messages of groups that are due; each is written together with its group. */
export function flushGroups(draft: Draft, { receivers, lang }: AlertSettings, now: number): void {
  for (const [key, group] of draft.dueGroups()) {
    const kind = receivers.get(group.receiver)?.kind;
    const message = messageOf(group, deliveryId(key, group), now);
    const delivery: DeliveryNote = {
      id: message.id,
      receiver: group.receiver,
      kind: kind ?? "webhook",
      message,
      title: titleOfMessage(message, lang),
      rules: [...new Set(message.notices.map(({ rule }) => rule))],
      createdAt: now,
      attempts: 0,
      tries: [],
      ...(kind === undefined
        ? { state: "dead", failure: { reason: "failure.receiver-removed" } }
        : { state: "pending" }),
    };
    draft.putSent(key, afterSending(group, now), delivery);
  }
}

/** The same message has the same id, whoever makes it: a collector that takes over makes no second one. */
function deliveryId(key: string, group: Group): string {
  const text = JSON.stringify([key, group.sent, group.since]);
  return `msg_${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
}
