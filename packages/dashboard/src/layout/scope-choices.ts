import type { Deploy, Status } from "@weir/core";
import type { Search } from "../router/search.ts";
import { LATEST, latestOf } from "../router/version-asked.ts";

export interface ScopeChoices {
  readonly services: readonly string[];
  readonly envs: readonly string[];
  /** Newest first. */
  readonly versions: readonly string[];
  /** There is one app here, so that one of its versions is the newest. */
  readonly latest: boolean;
}

/** A list longer than this is no choice; the newest or first stay. */
const MOST_CHOICES = 100;

/**
 * What there is to choose from. A list of one is left out, since there is nothing to choose, unless the address names
 * another: what is chosen can always be seen and taken back.
 */
export function scopeChoices(
  agents: Status["agents"],
  deploys: readonly Pick<Deploy, "service" | "env" | "version" | "firstSeen">[],
  search: Search,
): ScopeChoices {
  const apps = [...agents, ...deploys];
  const newest = [...deploys]
    .sort((left, right) => right.firstSeen.localeCompare(left.firstSeen))
    .filter((deploy) => fits(search["svc"], deploy.service) && fits(search["env"], deploy.env));
  return {
    services: choices(apps.map((app) => app.service).sort(), search["svc"]),
    envs: choices(apps.map((app) => app.env).sort(), search["env"]),
    versions: choices(
      newest.map((deploy) => deploy.version),
      search["ver"] === LATEST ? undefined : search["ver"],
      search["ver"] === LATEST,
    ),
    latest: latestOf(search, deploys) !== undefined,
  };
}

function fits(wanted: string | undefined, value: string): boolean {
  return wanted === undefined || wanted === value;
}

function choices(
  values: readonly string[],
  chosen: string | undefined,
  always = chosen !== undefined,
): readonly string[] {
  const found = [...new Set(values)].filter((value) => value !== "").slice(0, MOST_CHOICES);
  if (chosen !== undefined && !found.includes(chosen)) found.unshift(chosen);
  return found.length > 1 || always ? found : [];
}
