import type { Deploy, Finding, Route } from "@weir/core";

/** The deploys of one service in one environment, newest first. */
export interface AppDeploys {
  readonly service: string;
  readonly env: string;
  readonly deploys: readonly Deploy[];
}

/** Deploys by service and environment, the one deployed last first. A deploy without a version cannot be compared. */
export function appsOf(deploys: readonly Deploy[]): readonly AppDeploys[] {
  const apps = new Map<string, Deploy[]>();
  for (const deploy of deploys) {
    if (deploy.version === "") continue;
    const key = JSON.stringify([deploy.service, deploy.env]);
    apps.set(key, [...(apps.get(key) ?? []), deploy]);
  }
  return [...apps.values()]
    .map((list) => list.sort((left, right) => right.firstSeen.localeCompare(left.firstSeen)))
    .sort((left, right) => (right[0]?.firstSeen ?? "").localeCompare(left[0]?.firstSeen ?? ""))
    .flatMap((list) => (list[0] === undefined ? [] : [{ service: list[0].service, env: list[0].env, deploys: list }]));
}

/** The two versions named, else the newest and the one before it. Nothing when there is only one. */
export function pairToCompare(
  deploys: readonly Deploy[],
  base: string | undefined,
  head: string | undefined,
): { readonly base: Deploy; readonly head: Deploy } | undefined {
  const named = (version: string | undefined): Deploy | undefined =>
    deploys.find((deploy) => deploy.version === version);
  const newer = named(head) ?? deploys[0];
  const older =
    named(base) ?? deploys.find((deploy) => deploy !== newer && deploy.firstSeen <= (newer?.firstSeen ?? ""));
  return newer === undefined || older === undefined || newer === older ? undefined : { base: older, head: newer };
}

export interface Comparison {
  readonly came: readonly Finding[];
  readonly worse: readonly Finding[];
  readonly went: readonly Finding[];
  /** Of the earlier version only, but the later one has hardly been asked for their routes: they may still be there. */
  readonly unasked: readonly Finding[];
  readonly same: readonly Finding[];
}

/** Worse: the lower bound of the saving grew by a quarter and by 30 ms, the rule of the gate. */
const WORSE_FACTOR = 1.25;
const WORSE_MILLIS = 30;

/** Requests of a route after which a finding that was not seen in them counts as gone. */
const ENOUGH_REQUESTS = 30;

/** `asked`: routes that the later version was asked for; one that is missing counts as never asked for. */
export function compareVersions(
  base: readonly Finding[],
  head: readonly Finding[],
  asked: readonly Pick<Route, "key" | "requests">[],
): Comparison {
  const enough = new Set(asked.filter(({ requests }) => requests >= ENOUGH_REQUESTS).map(({ key }) => key));
  const wasAsked = ({ gain, routes }: Finding): boolean => gain !== undefined || routes.some((key) => enough.has(key));
  const before = new Map(base.map((finding) => [finding.fingerprint, finding]));
  const now = new Set(head.map((finding) => finding.fingerprint));
  const stayed = head.filter((finding) => before.has(finding.fingerprint));
  const left = base.filter((finding) => !now.has(finding.fingerprint));
  const isWorse = (finding: Finding): boolean => {
    const low = before.get(finding.fingerprint)?.saved.p50.low ?? 0;
    return finding.saved.p50.low > low * WORSE_FACTOR && finding.saved.p50.low > low + WORSE_MILLIS;
  };
  return {
    came: head.filter((finding) => !before.has(finding.fingerprint)),
    worse: stayed.filter(isWorse),
    went: left.filter(wasAsked),
    unasked: left.filter((finding) => !wasAsked(finding)),
    same: stayed.filter((finding) => !isWorse(finding)),
  };
}
