import type { AlertConditions, AlertInhibition, AlertMatch, AlertRule } from "../api/alerts.ts";
import type { StateChange } from "./state-change.ts";
import { fitsGlob } from "./glob.ts";

/** Why a change was not told. The same word in the log, in the dry run and on the page. */
export type HeldReason =
  | "held.no-rule"
  | "held.not-listed"
  | "held.env"
  | "held.service"
  | "held.route"
  | "held.tier"
  | "held.requests"
  | "held.baseline"
  | "held.no-version"
  | "held.saving"
  | "held.share"
  | "held.wait"
  | "held.muted"
  | "held.silenced"
  | "held.inhibited"
  | "held.told";

/** Environments of one developer or one pull request: findings from there belong to them. */
const PRIVATE_ENVS = /^(?:dev|development|local|test|ci|preview|pr)(?:$|[-_/.\d])/i;

export function isPrivateEnv(env: string): boolean {
  return PRIVATE_ENVS.test(env);
}

/** Does a rule speak of this change? The reason when it does not. */
export function heldByRule(rule: Pick<AlertRule, "when" | "if">, change: StateChange): HeldReason | undefined {
  if (rule.when !== change.cause) return "held.no-rule";
  return heldByScope(rule.if, change) ?? heldByNewness(rule.if, change) ?? heldBySize(rule.if, change);
}

function heldByScope({ envs, services, routes, tiers }: AlertConditions, change: StateChange): HeldReason | undefined {
  const { env, service, finding } = change;
  if (env !== undefined && !(envs === undefined ? !isPrivateEnv(env) : envs.some((glob) => fitsGlob(glob, env)))) {
    return "held.env";
  }
  if (services !== undefined && service !== undefined && !services.some((glob) => fitsGlob(glob, service))) {
    return "held.service";
  }
  if (finding === undefined) return undefined;
  if (routes !== undefined && !finding.routes.some((route) => routes.some((glob) => fitsGlob(glob, route)))) {
    return "held.route";
  }
  return tiers !== undefined && change.withdrawn !== true && !tiers.includes(finding.tier) ? "held.tier" : undefined;
}

function heldByNewness({ newSince }: AlertConditions, { isNew, version }: StateChange): HeldReason | undefined {
  if (newSince === undefined) return undefined;
  if (version === undefined || version === "") return "held.no-version";
  return isNew === true ? undefined : "held.baseline";
}

function heldBySize(conditions: AlertConditions, { finding }: StateChange): HeldReason | undefined {
  if (finding === undefined) return undefined;
  const { minRequests = 0, savedP50Ms = 0, savedShare = 0, waitPerMinuteMs = 0 } = conditions;
  if (finding.requests < minRequests) return "held.requests";
  if (finding.saved.low < savedP50Ms) return "held.saving";
  if (finding.saved.share < savedShare) return "held.share";
  return finding.waitPerMinute < waitPerMinuteMs ? "held.wait" : undefined;
}

/** Does a silence or a mute speak of it? */
export function isMatched(match: AlertMatch, change: StateChange, rule?: string): boolean {
  const { service, env, route, fingerprint } = match;
  return (
    fits(service, change.service) &&
    fits(env, change.env) &&
    (route === undefined || (change.finding?.routes ?? []).some((key) => fitsGlob(route, key))) &&
    (fingerprint === undefined || fingerprint === change.finding?.fingerprint) &&
    (match.rule === undefined || match.rule === rule) &&
    (match.cause === undefined || match.cause === change.cause)
  );
}

/** A label that one side does not have fits: data that is dropped concerns every service. */
export function isInhibited(
  change: StateChange,
  inhibitions: readonly AlertInhibition[],
  active: readonly Pick<StateChange, "cause" | "service" | "env" | "version">[],
): boolean {
  const label = (of: Pick<StateChange, "service" | "env" | "version">, name: string): string | undefined =>
    name === "service" ? of.service : name === "env" ? of.env : of.version;
  return inhibitions.some(
    ({ source, target, equal }) =>
      change.cause !== undefined &&
      target.includes(change.cause) &&
      active.some(
        (other) =>
          other.cause === source &&
          equal.every((name) => {
            const [here, there] = [label(change, name), label(other, name)];
            return here === undefined || there === undefined || here === there;
          }),
      ),
  );
}

function fits(pattern: string | undefined, value: string | undefined): boolean {
  return pattern === undefined || (value !== undefined && fitsGlob(pattern, value));
}
