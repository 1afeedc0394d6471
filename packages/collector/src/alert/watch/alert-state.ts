import type { Group } from "@weir/core";
import type { Store } from "../../store/port.ts";
import { type AppNote, COLLECTOR_KEY, type CollectorNote, type LifeNote, NEW_COLLECTOR, noteIn } from "../book.ts";

/** Lives remembered at once; a finding beyond it is listed as ever and nobody is told of it. */
export const MAX_LIVES = 50_000;

/** Everything the holder of the lease remembers; nobody else changes it, so it is read once per lease. */
export class AlertState {
  readonly lives: Map<string, LifeNote>;
  readonly groups: Map<string, Group>;
  readonly apps: Map<string, AppNote>;
  collector: CollectorNote;

  constructor(parts: Pick<AlertState, "lives" | "groups" | "apps" | "collector">) {
    this.lives = parts.lives;
    this.groups = parts.groups;
    this.apps = parts.apps;
    this.collector = parts.collector;
  }

  /** Groups that wait for nothing and were sent before this. */
  forgetGroups(before: number): void {
    for (const [key, { since, lastSentAt }] of this.groups) {
      if (since === undefined && (lastSentAt ?? 0) < before) this.groups.delete(key);
    }
  }
}

export async function readState(store: Store): Promise<AlertState> {
  const [lives, groups, apps] = await Promise.all([
    store.alertRows({ kind: "life" }),
    store.alertRows({ kind: "group" }),
    store.alertRows({ kind: "app" }),
  ]);
  const collector = apps.find(({ key }) => key === COLLECTOR_KEY);
  return new AlertState({
    lives: new Map(lives.map((row) => [row.key, noteIn<LifeNote>(row)])),
    groups: new Map(groups.map((row) => [row.key, noteIn<Group>(row)])),
    apps: new Map(apps.filter(({ key }) => key !== COLLECTOR_KEY).map((row) => [row.key, noteIn<AppNote>(row)])),
    collector: collector === undefined ? NEW_COLLECTOR : noteIn<CollectorNote>(collector),
  });
}
