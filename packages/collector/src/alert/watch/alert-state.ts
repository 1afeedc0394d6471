import type { Group } from "@weir/core";
import type { Store } from "../../store/port.ts";
import { type AppNote, COLLECTOR_KEY, type CollectorNote, type LifeNote, NEW_COLLECTOR, noteIn } from "../book.ts";

/** Everything the holder of the lease remembers; nobody else changes it, so it is read once per lease. */
export interface AlertState {
  readonly lives: Map<string, LifeNote>;
  readonly groups: Map<string, Group>;
  readonly apps: Map<string, AppNote>;
  collector: CollectorNote;
}

export async function readState(store: Store): Promise<AlertState> {
  const [lives, groups, apps] = await Promise.all([
    store.alertRows({ kind: "life" }),
    store.alertRows({ kind: "group" }),
    store.alertRows({ kind: "app" }),
  ]);
  const collector = apps.find(({ key }) => key === COLLECTOR_KEY);
  return {
    lives: new Map(lives.map((row) => [row.key, noteIn<LifeNote>(row)])),
    groups: new Map(groups.map((row) => [row.key, noteIn<Group>(row)])),
    apps: new Map(apps.filter(({ key }) => key !== COLLECTOR_KEY).map((row) => [row.key, noteIn<AppNote>(row)])),
    collector: collector === undefined ? NEW_COLLECTOR : noteIn<CollectorNote>(collector),
  };
}
