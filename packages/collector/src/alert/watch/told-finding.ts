import type { ChannelName, Finding, Gain, ToldFinding } from "@weir/core";

const MAX_CALLS = 8;
const MAX_ROUTES = 5;
const MAX_WHY = 2;

/** Channels in the order in which they convince. */
const BY_WEIGHT: readonly ChannelName[] = ["source", "data", "control", "order", "pace"];

/** What a message will say of a finding, as it is now. */
export function toldFinding(finding: Finding, gain: Gain | undefined): ToldFinding {
  const { fingerprint, kind, tier, calls, startTogether, place, routes, saved, waitPerMinute, requests } = finding;
  return {
    fingerprint,
    kind,
    tier,
    calls: calls.slice(0, MAX_CALLS),
    startTogether: startTogether.map((group) => group.filter((index) => index < MAX_CALLS)),
    ...(place === undefined ? {} : { place }),
    routes: routes.slice(0, MAX_ROUTES),
    routeCount: routes.length,
    saved: { ...saved.p50, share: saved.share },
    waitPerMinute,
    requests,
    hasPatch: finding.patch !== undefined,
    why: whyOf(finding),
    ...(gain === undefined ? {} : { gain }),
  };
}

/** Of the first order the fix gives up, what was looked at and found absent. */
function whyOf({ edges }: Finding): ToldFinding["why"] {
  const edge = edges.find(({ verdict }) => verdict === "independent" || verdict === "independent-by-rewrite");
  if (edge === undefined) return [];
  return BY_WEIGHT.flatMap((channel) => {
    const { state, reason, detail } = edge.channels[channel];
    return state === "absent" ? [{ channel, reason, ...(detail === undefined ? {} : { detail }) }] : [];
  }).slice(0, MAX_WHY);
}
