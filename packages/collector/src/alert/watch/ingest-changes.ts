import { type AlertRule, isPrivateEnv, type StateChange } from "@weir/core";
import { HOUR_MS, MINUTE_MS } from "../../store/day.ts";
import type { App, Store, VersionAggregate } from "../../store/port.ts";
import { type AppNote, appKey, type CollectorNote } from "../book.ts";
import { writeDuration } from "../rules/units.ts";
import type { Drops } from "./drops.ts";

/** Without a rule that says otherwise. */
const SILENT_AFTER_MS = 15 * MINUTE_MS;
const EXPECTED_PER_MINUTE = 1;
const DEGRADED_FOR_MS = 5 * MINUTE_MS;

export interface SilenceLook {
  readonly now: number;
  /** Before this nobody listened, so nothing can be said about silence. */
  readonly startedAt: number;
  readonly rules: readonly AlertRule[];
  readonly versions: readonly VersionAggregate[];
}

/** Did services that had requests stop, or begin again? Notes that changed, and what there is to tell. */
export async function silenceChanges(
  store: Store,
  apps: ReadonlyMap<string, AppNote>,
  { now, startedAt, rules, versions }: SilenceLook,
): Promise<{ readonly notes: readonly AppNote[]; readonly changes: readonly StateChange[] }> {
  const silent = rules.filter(({ when }) => when === "ingest.silent");
  const afterMs = Math.min(...silent.map((rule) => rule.if.forMs ?? SILENT_AFTER_MS));
  const expected = Math.min(...silent.map((rule) => rule.if.expectedPerMinute ?? EXPECTED_PER_MINUTE));
  const notes: AppNote[] = [];
  const changes: StateChange[] = [];
  for (const note of apps.values()) {
    if (silent.length === 0 || isPrivateEnv(note.env)) continue;
    const last = lastRequest(note, versions);
    const { silentSince, ...rest } = note;
    if (silentSince !== undefined && last > silentSince) {
      notes.push(rest);
      changes.push(change(note, "alert.silent.over", now, silentSince));
    } else if (silentSince === undefined && now - Math.max(last, startedAt) >= afterMs) {
      const rate = await rateBefore(store, note, last);
      if (rate <= expected) continue;
      notes.push({ ...note, silentSince: last });
      changes.push(change(note, "alert.silent", now, last, { rate, span: writeDuration(afterMs) }));
    }
  }
  return { notes, changes };
}

function change(
  { service, env }: App,
  reason: string,
  now: number,
  since: number,
  detail: Readonly<Record<string, string | number>> = {},
): StateChange {
  const id = JSON.stringify([reason, service, env, since]);
  return { id, at: now, cause: "ingest.silent", service, env, by: "weir", reason, detail };
}

function lastRequest(app: App, versions: readonly VersionAggregate[]): number {
  const own = versions.filter((version) => appKey(version) === appKey(app) && version.requests > 0);
  return Math.max(0, ...own.map(({ lastSeen }) => lastSeen));
}

/** Requests per minute in the hour before the last one. */
async function rateBefore(store: Store, { service, env }: App, last: number): Promise<number> {
  const routes = await store.routes({ service, env, from: last - HOUR_MS, to: last + MINUTE_MS });
  return routes.reduce((sum, { requests }) => sum + requests, 0) / 60;
}

/** Did drops go on for long enough to tell somebody, or end? */
export function degradedChanges(
  note: CollectorNote,
  drops: Drops,
  now: number,
  rules: readonly AlertRule[],
): { readonly note: CollectorNote; readonly changes: readonly StateChange[] } {
  const windows = rules
    .filter(({ when }) => when === "ingest.degraded")
    .map((rule) => rule.if.forMs ?? DEGRADED_FOR_MS);
  const windowMs = Math.min(DEGRADED_FOR_MS, ...windows);
  const { lastAt } = drops;
  const dropping = lastAt !== undefined && now - lastAt < windowMs;
  const span = writeDuration(windowMs);
  if (dropping === (note.degradedSince !== undefined)) return { note, changes: [] };
  const tell = (reason: string, since: number, detail: StateChange["detail"] = {}): StateChange => ({
    id: JSON.stringify([reason, since]),
    at: now,
    cause: "ingest.degraded",
    by: "weir",
    reason,
    detail,
  });
  if (dropping) {
    const changes = [tell("alert.degraded", now, { n: drops.since(now - windowMs), span })];
    return { note: { ...note, degradedSince: now }, changes };
  }
  const { degradedSince = now, ...rest } = note;
  return { note: rest, changes: [tell("alert.degraded.over", degradedSince, { span })] };
}
