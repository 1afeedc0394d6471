import {
  type AlertRule,
  isOpen,
  type Life,
  LIFE_POLICY,
  nextLife,
  type StateChange,
  type ToldFinding,
} from "@weir/core";
import type { AlertSettings } from "../settings.ts";
import { type LifeNote, lifeKey } from "../book.ts";
import type { Draft } from "./draft.ts";
import type { Observation } from "./observe.ts";
import { toldFinding } from "./told-finding.ts";
import { noticeOf } from "./notify.ts";

/** Takes one observation into the draft: the next state of the finding's life, and everything there is to tell. */
export function takeObservation(draft: Draft, observation: Observation, settings: AlertSettings, now: number): void {
  const { observed, found } = observation;
  const key = lifeKey(observed);
  const before = draft.lifeOf(key);
  // Candidates come and go by the thousand; a life begins when there is something to remember.
  if (before === undefined && !observed.listed && observed.decision === undefined) return;
  if (before === undefined && !draft.hasRoom) return;
  const { life, change } = nextLife(before?.life, observed, now, LIFE_POLICY);
  const gain = life.status === "resolved" ? (found.finding.gain ?? life.gain) : undefined;
  const finding = toldFinding(found.finding, gain);
  const kept = gain === undefined ? life : { ...life, gain };
  const note: LifeNote = { ...before, life: kept };
  if (change !== undefined) draft.addOf(note, stateChange(change, observation, finding, now));
  else if (JSON.stringify(before?.life) !== JSON.stringify(kept)) draft.putLife(note);
  takeThresholds(draft, observation, finding, settings, now);
  takeReminders(draft, key, finding, settings, now);
}

function stateChange(
  change: Pick<StateChange, "cause" | "from" | "to" | "by" | "reason" | "version" | "withdrawn">,
  { observed, isNew, introduced }: Observation,
  finding: ToldFinding,
  now: number,
): StateChange {
  const { service, env, fingerprint, version } = observed;
  return {
    ...change,
    // One telling per version: what flickers inside one deploy is told once.
    id: JSON.stringify([service, env, fingerprint, change.cause ?? change.to ?? "", version]),
    at: now,
    service,
    env,
    version,
    finding,
    introduced,
    ...(isNew === undefined ? {} : { isNew }),
  };
}

/** Rules about how much wait there is, and for how long, whatever the state was before. */
function takeThresholds(
  draft: Draft,
  { observed, isNew, introduced }: Observation,
  finding: ToldFinding,
  settings: AlertSettings,
  now: number,
): void {
  for (const rule of settings.rules.filter(isThreshold)) {
    const note = draft.lifeOf(lifeKey(observed));
    if (note === undefined) return;
    const since = holdingSince(note.life, finding, rule, now);
    const { [rule.id]: held, ...others } = note.life.holds;
    if (since !== held) {
      const holds = since === undefined ? others : { ...others, [rule.id]: since };
      draft.putLife({ ...note, life: { ...note.life, holds } });
    }
    if (since === undefined || now - since < (rule.if.forMs ?? 0)) continue;
    const { service, env, fingerprint, version } = observed;
    const id = JSON.stringify([service, env, fingerprint, rule.id, version]);
    if (note.life.told.some((told) => told.id === id)) continue;
    const fresh = draft.lifeOf(lifeKey(observed)) ?? note;
    const change = { cause: "finding.escalated", by: "weir", reason: "life.escalating", version } as const;
    draft.addOf(fresh, {
      ...stateChange(change, { observed, isNew, introduced } as Observation, finding, now),
      id,
    });
  }
}

function isThreshold({ when, if: conditions }: AlertRule): boolean {
  return when === "finding.escalated" && conditions.waitPerMinuteMs !== undefined && conditions.forMs !== undefined;
}

function holdingSince(life: Life, finding: ToldFinding, rule: AlertRule, now: number): number | undefined {
  const holds = life.listed && isOpen(life.status) && finding.waitPerMinute >= (rule.if.waitPerMinuteMs ?? 0);
  return holds ? (life.holds[rule.id] ?? now) : undefined;
}

/** What is still open after a rule's `repeat` is told again. */
function takeReminders(draft: Draft, key: string, finding: ToldFinding, settings: AlertSettings, now: number): void {
  const note = draft.lifeOf(key);
  if (note === undefined || !note.life.listed) return;
  const { service, env, version } = note.life;
  for (const rule of settings.rules) {
    const { repeatMs } = rule;
    if (repeatMs === undefined) continue;
    const own = note.life.told.filter((told) => told.rule === rule.id && told.closed !== true);
    const due = [...new Map(own.map((told) => [told.receiver, told])).values()].filter(
      ({ at }) => now - at >= repeatMs,
    );
    if (due.length === 0) continue;
    const id = JSON.stringify([service, env, finding.fingerprint, rule.id, "reminder", now]);
    const change = {
      id,
      at: now,
      cause: rule.when,
      service,
      env,
      version,
      finding,
      by: "weir",
      reason: "alert.heading.reminder",
    };
    draft.tell(
      change,
      due.map(({ receiver }) => ({ receiver, notice: { ...noticeOf(change, rule), reminder: true } })),
    );
    const told = [...note.life.told, ...due.map(({ receiver }) => ({ id, receiver, rule: rule.id, at: now }))];
    draft.putLife({ ...note, life: { ...note.life, told: told.slice(-60) } });
  }
}
