/** Parts of the API's answers that can grow stale. */
export const TOPICS = ["routes", "findings", "status", "alerts"] as const;

export type Topic = (typeof TOPICS)[number];

/** What an event of the stream makes stale; everything for `resync` and for names this build does not know. */
export function topicsOf(event: string): readonly Topic[] {
  if (event.startsWith("route.")) return ["routes"];
  if (event.startsWith("finding.")) return ["findings", "routes"];
  if (event.startsWith("alerts.")) return ["alerts"];
  if (event.startsWith("ingest.") || event.startsWith("agent.")) return ["status"];
  return TOPICS;
}

/** Names the collector's stream uses. */
export const EVENTS = [
  "finding.opened",
  "finding.updated",
  "finding.status",
  "route.updated",
  "ingest.updated",
  "agent.hello",
  "alerts.updated",
  "resync",
] as const;
