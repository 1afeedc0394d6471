import type { AssembledFinding } from "../../api/findings/assemble.ts";
import { floorTo, MINUTE_MS } from "../../store/day.ts";
import type { Store } from "../../store/port.ts";
import type { FindingPolicy } from "../../api/findings/policy.ts";
import type { Drops } from "./drops.ts";

/** Nothing is called gone for so long after something was dropped. Milliseconds. */
export const QUIET_AFTER_DROPS_MS: number = 5 * MINUTE_MS;

/**
 * May a pattern that counts call gone be called fixed? Dropped data may have held the requests that would have shown it:
 * so not while drops go on, and afterwards only on enough requests that came since the last one.
 */
export async function mayResolve(
  store: Store,
  { facts }: AssembledFinding,
  drops: Drops,
  now: number,
  policy: FindingPolicy,
): Promise<boolean> {
  const { lastAt } = drops;
  if (lastAt === undefined) return true;
  if (now - lastAt < QUIET_AFTER_DROPS_MS) return false;
  const order = facts.versions.map(({ version }) => version);
  const last = order.findLastIndex((version) => facts.seen.some((one) => one.version === version && one.requests > 0));
  const newer = new Set(order.slice(last + 1));
  const began = Math.min(
    ...facts.versions.filter(({ version }) => newer.has(version)).map(({ firstSeen }) => firstSeen),
  );
  if (lastAt < began) return true;
  const routes = [...new Set(facts.seen.map(({ routeKey }) => routeKey))];
  // Windows are whole minutes: the one in which something was dropped does not count.
  const from = floorTo(lastAt, MINUTE_MS) + MINUTE_MS;
  const { service, env } = facts;
  const rows = await Promise.all(
    routes.map((routeKey) => store.routes({ service, env, routeKey, perVersion: true, from, to: now + MINUTE_MS })),
  );
  const requests = rows.flat().filter(({ version = "" }) => newer.has(version));
  return requests.reduce((sum, row) => sum + row.requests, 0) >= policy.resolveAfter;
}
