import type { Status } from "@weir/core";

/** How far the way from an app to a first verdict has been walked: each stage has its own sentence and cure. */
export type Stage = "nothing" | "agent-silent" | "no-traffic" | "no-requests" | "no-call-sites" | "too-few" | "working";

export interface Facts {
  readonly status: Status;
  /** Routes seen, the findings on them, and the candidates that await more requests. */
  readonly routes: number;
  readonly findings: number;
  readonly candidates: number;
  /** ms since the Unix epoch. */
  readonly now: number;
}

/** An agent that has not said hello for this long counts as gone, ms. */
const SILENT_AFTER = 120_000;

/**
 * Where the way ends today.
 * `nothing`: nobody ever called. `agent-silent`: an agent came and went. `no-traffic`: an agent is there, no span yet.
 * `no-requests`: spans, but none that starts a request here. `no-call-sites`: requests, but no agent can say which line
 * made a call. `too-few`: requests, but not enough of them for a verdict yet.
 */
export function stageOf({ status, routes, findings, candidates, now }: Facts): Stage {
  const { agents, ingest } = status;
  if (ingest.spans === 0) {
    if (agents.length === 0) return "nothing";
    return agents.some((agent) => now - Date.parse(agent.lastSeen) < SILENT_AFTER) ? "no-traffic" : "agent-silent";
  }
  if (ingest.requests === 0 && routes === 0) return "no-requests";
  if (findings > 0) return "working";
  if (!agents.some((agent) => agent.evidence.callSites)) return "no-call-sites";
  return routes === 0 || candidates > 0 ? "too-few" : "working";
}

/** Whether an empty list of findings is good news. */
export type Sight = "clear" | "partly" | "blind";

/** Below this share of analysed requests an empty list says little. */
const CLEAR_FROM = 0.9;
const BLIND_BELOW = 0.5;

/**
 * `clear`: nearly all requests were analysed and nothing was lost, so an empty list means that nothing waits needlessly.
 * `blind`: too little was seen to say anything.
 */
export function sightOf(status: Status): Sight {
  const { analysedShare } = status.coverage;
  const { requests, dropped } = status.ingest;
  if (requests === 0 || analysedShare < BLIND_BELOW) return "blind";
  return analysedShare >= CLEAR_FROM && dropped === 0 ? "clear" : "partly";
}
