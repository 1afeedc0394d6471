import { byFields } from "./order.ts";
import type { App, Millis, VersionAggregate } from "./port.ts";

export interface AnnouncedDeploy extends App {
  readonly version: string;
  readonly at: Millis;
}

/** Joins what was seen with what was announced: the announced time orders a version, wherever there is one. */
export function withDeploys(
  seen: readonly VersionAggregate[],
  announced: readonly AnnouncedDeploy[],
): readonly VersionAggregate[] {
  const versions = new Map(seen.map((version) => [versionId(version), version]));
  for (const { at, service, env, version } of announced) {
    const id = versionId({ service, env, version });
    const known = versions.get(id);
    versions.set(id, known === undefined ? unseen({ service, env, version, at }) : { ...known, firstSeen: at });
  }
  return [...versions.values()].sort(
    byFields(
      ({ service }) => service,
      ({ env }) => env,
      ({ firstSeen }) => firstSeen,
      ({ version }) => version,
    ),
  );
}

export function versionId({ service, env, version }: App & { readonly version: string }): string {
  return JSON.stringify([service, env, version]);
}

function unseen({ at, ...deploy }: AnnouncedDeploy): VersionAggregate {
  return { ...deploy, requests: 0, firstSeen: at, lastSeen: at };
}
