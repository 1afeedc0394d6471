import { type Caller, getJson } from "./api.ts";

/** How much is to be logged for a path; operations change this while the app runs. */
export function getLogPolicy(event: Caller, path: string): Promise<{ level: string; sampleRate: number }> {
  return getJson<{ level: string; sampleRate: number }>(event, `/logging/policy?path=${encodeURIComponent(path)}`);
}
