import type { RuleFault, StateChange } from "@weir/core";
import type { CollectorNote, ReceiverNote } from "../book.ts";

export interface SystemLook {
  readonly note: CollectorNote;
  readonly changes: readonly StateChange[];
}

export type FileFaultAt = RuleFault & { readonly file: string };

/** Was the rule file broken, or mended? Told once per fault. */
export function fileChanges(note: CollectorNote, fault: FileFaultAt | undefined, now: number): SystemLook {
  const mark = fault === undefined ? undefined : JSON.stringify(fault);
  const { brokenRules, ...rest } = note;
  if (mark === brokenRules) return { note, changes: [] };
  const about = { at: now, cause: "rules.broken", by: "weir" } as const;
  if (fault === undefined || mark === undefined) {
    const { file = "" } = JSON.parse(brokenRules ?? "{}") as { readonly file?: string };
    const over = { ...about, id: JSON.stringify(["rules.over", now]), reason: "alert.rules.over", detail: { file } };
    return { note: rest, changes: [over] };
  }
  const { file, line, key, message } = fault;
  const broken = { ...about, id: JSON.stringify(["rules", mark]), reason: "alert.rules.broken" };
  return { note: { ...rest, brokenRules: mark }, changes: [{ ...broken, detail: { file, line, key, message } }] };
}

/** Receivers that were switched off since the last look. */
export function receiverChanges(
  note: CollectorNote,
  receivers: ReadonlyMap<string, ReceiverNote>,
  now: number,
): SystemLook {
  const told: Record<string, number> = {};
  const changes: StateChange[] = [];
  for (const [name, { health }] of receivers) {
    const { failingSince, disabledAt, failures, gone, reason = "" } = health;
    if (disabledAt === undefined) continue;
    const since = note.disabled[name] ?? failingSince ?? disabledAt;
    told[name] = since;
    if (note.disabled[name] !== undefined) continue;
    changes.push({
      id: JSON.stringify(["receiver.disabled", name, since]),
      at: now,
      cause: "receiver.disabled",
      by: "weir",
      reason: gone === true ? "alert.receiver.gone" : "alert.receiver.disabled",
      detail: { receiver: name, n: failures, why: reason },
    });
  }
  const same = JSON.stringify(told) === JSON.stringify(note.disabled);
  return { note: same ? note : { ...note, disabled: told }, changes };
}
