import { type AlertRule, isPrivateEnv, type StateChange } from "@weir/core";
import { DAY_MS } from "../../store/day.ts";
import type { Store, VersionAggregate } from "../../store/port.ts";
import { type ChangeNote, type CollectorNote, noteIn } from "../book.ts";
import type { AlertState } from "./alert-state.ts";
import type { Addressed } from "./notify.ts";
import { noticeOf } from "./notify.ts";
import { lastScheduled } from "./schedule.ts";

/** Summaries remembered, so that none is made twice. */
const MAX_REMEMBERED = 500;
const WEEK_MS = 7 * DAY_MS;

export interface Summaries {
  readonly note: CollectorNote;
  readonly made: readonly (readonly [StateChange, readonly Addressed[]])[];
}

/** One change per version that had enough requests for the first time. Versions of the baseline have none. */
export function deploySummaries(
  state: AlertState,
  note: CollectorNote,
  versions: readonly VersionAggregate[],
  minRequests: number,
  now: number,
): { readonly note: CollectorNote; readonly changes: readonly StateChange[] } {
  const made: StateChange[] = [];
  const remembered = new Set(note.summaries);
  for (const { service, env, version, requests } of versions) {
    const id = JSON.stringify(["deploy.summary", service, env, version]);
    const app = [...state.apps.values()].find((one) => one.service === service && one.env === env);
    const wanted = version !== "" && requests >= minRequests && !isPrivateEnv(env) && !remembered.has(id);
    if (!wanted || app === undefined || app.baseline.includes(version)) continue;
    const lives = [...state.lives.values()].filter(({ life }) => life.service === service && life.env === env);
    const count = (of: (status: string, at: string) => boolean) =>
      lives.filter(({ life }) => of(life.status, life.version)).length;
    const detail = {
      n: requests,
      opened: count((status, at) => ["new", "regressed"].includes(status) && at === version),
      resolved: count((status, at) => status === "resolved" && at === version),
      open: lives.filter(({ life }) => life.listed).length,
    };
    made.push({
      id,
      at: now,
      cause: "deploy.summary",
      service,
      env,
      version,
      by: "weir",
      reason: "alert.summary",
      detail,
    });
    remembered.add(id);
  }
  if (made.length === 0) return { note, changes: [] };
  return { note: { ...note, summaries: [...remembered].slice(-MAX_REMEMBERED) }, changes: made };
}

/** Digests whose moment has come since the last one of their rule. */
export async function digests(
  store: Store,
  state: AlertState,
  note: CollectorNote,
  rules: readonly AlertRule[],
  now: number,
): Promise<Summaries> {
  const last = { ...note.digests };
  const made: [StateChange, readonly Addressed[]][] = [];
  for (const rule of rules) {
    if (rule.when !== "digest" || rule.schedule === undefined) continue;
    const moment = lastScheduled(rule.schedule.at, rule.schedule.timezone, now);
    const known = last[rule.id];
    if (known !== undefined && known >= moment) continue;
    last[rule.id] = moment;
    // A rule that is new waits for its first moment.
    if (known === undefined) continue;
    const change = await digest(store, state, rule, now);
    made.push([change, rule.notify.map((receiver) => ({ receiver, notice: noticeOf(change, rule) }))]);
  }
  return { note: JSON.stringify(last) === JSON.stringify(note.digests) ? note : { ...note, digests: last }, made };
}

async function digest(store: Store, state: AlertState, rule: AlertRule, now: number): Promise<StateChange> {
  const rows = await store.alertRows({ kind: "change", limit: 5_000 });
  const recent = rows.filter(({ at }) => at >= now - WEEK_MS).map((row) => noteIn<ChangeNote>(row));
  const count = (cause: string) => recent.filter((change) => change.cause === cause).length;
  const open = [...state.lives.values()].filter(({ life }) => life.listed);
  const waitMs = open.reduce((sum, { finding }) => sum + (finding?.waitPerMinute ?? 0), 0);
  const detail = {
    open: open.length,
    opened: count("finding.opened"),
    resolved: count("finding.resolved"),
    span: "7d",
    waitMs,
  };
  return {
    id: JSON.stringify(["digest", rule.id, now]),
    at: now,
    cause: "digest",
    by: "weir",
    reason: "alert.digest",
    detail,
  };
}
