import { type AlertNotice, type AlertReceiver, type Alerts, isPrivateEnv } from "@weir/core";
import type { AlertDesk } from "../../alert/alert-desk.ts";
import { type AppNote, COLLECTOR_KEY, type CollectorNote, noteIn, type ReceiverNote } from "../../alert/book.ts";
import type { OpenReceiver } from "../../alert/send/dispatcher.ts";
import type { ApiContext } from "../context.ts";
import { defined } from "../defined.ts";
import { iso } from "../iso.ts";

export async function alertsAnswer({ store, clock }: ApiContext, desk: AlertDesk): Promise<Alerts> {
  const now = clock();
  const [notes, counts, silences, apps, versions] = await Promise.all([
    desk.receiverNotes(),
    desk.counts(),
    desk.silences.list(),
    store.alertRows({ kind: "app" }),
    store.versions({}),
  ]);
  const { settings, file } = desk;
  const unversioned = versions.filter(
    ({ version, env, requests }) => version === "" && requests > 0 && !isPrivateEnv(env),
  );
  return {
    sender: desk.sender,
    file: {
      state: file.state,
      faults: file.faults,
      ...defined({ name: file.name, loadedAt: file.loadedAt === undefined ? undefined : iso(file.loadedAt) }),
    },
    rules: settings.rules,
    receivers: desk.receivers.map((open) => receiverView(open, notes.get(open.name), counts)),
    silences,
    mutes: settings.mutes.map(({ match, reason, until }) => ({
      match,
      reason,
      active: until === undefined || now < until,
      ...(until === undefined ? {} : { until: iso(until) }),
    })),
    inhibitions: settings.inhibitions,
    baselines: apps
      .filter(({ key }) => key !== COLLECTOR_KEY)
      .map((row) => noteIn<AppNote>(row))
      .map(({ service, env, baseline }) => ({ service, env, versions: baseline })),
    notices: [
      ...(settings.receivers.size === 0 ? [{ code: "no-receivers" as const }] : []),
      ...unversioned.map(({ service, env }) => ({ code: "version.missing" as const, service, env })),
      ...apps.flatMap((row) => ingestNotices(row.key, () => noteIn<AppNote & CollectorNote>(row))),
    ],
  };
}

function ingestNotices(key: string, read: () => AppNote & CollectorNote): readonly AlertNotice[] {
  const { degradedSince, silentSince, service, env } = read();
  if (key === COLLECTOR_KEY) {
    return degradedSince === undefined ? [] : [{ code: "ingest.degraded", since: iso(degradedSince) }];
  }
  return silentSince === undefined ? [] : [{ code: "ingest.silent", service, env, since: iso(silentSince) }];
}

function receiverView(
  { name, receiver, mark }: OpenReceiver,
  note: ReceiverNote | undefined,
  { waiting, dead }: { readonly waiting: ReadonlyMap<string, number>; readonly dead: ReadonlyMap<string, number> },
): AlertReceiver {
  // A note about other settings says nothing about these.
  const health = note?.settings === mark ? note.health : { failures: 0 };
  const { disabledAt, failingSince, reason, lastSuccessAt } = health;
  const since = disabledAt ?? failingSince;
  return {
    name,
    kind: receiver.kind,
    target: receiver.target,
    state: disabledAt !== undefined ? "disabled" : failingSince !== undefined ? "failing" : "ok",
    pending: waiting.get(name) ?? 0,
    dead: dead.get(name) ?? 0,
    ...defined({
      since: since === undefined ? undefined : iso(since),
      reason,
      lastSuccessAt: lastSuccessAt === undefined ? undefined : iso(lastSuccessAt),
    }),
  };
}
