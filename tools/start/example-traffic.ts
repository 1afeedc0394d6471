import { peopleOf } from "../../examples/backend/src/person.ts";
import { EXAMPLE_ROUTES } from "../../examples/manifest.ts";
import { AppClient } from "../../examples/traffic/src/app-client.ts";
import { driveTraffic, type TrafficProgress } from "../../examples/traffic/src/drive-traffic.ts";
import { planRequests } from "../../examples/traffic/src/request-plan.ts";
import type { TrafficSummary } from "../../examples/traffic/src/traffic-summary.ts";
import type { StartOptions } from "./options.ts";
import type { Stack } from "./stack.ts";

/** Milliseconds until one request of the traffic is given up. */
const TIMEOUT = 30_000;

/** Sends every route of the examples its share of requests and says how they went. */
export async function exampleTraffic(
  { urls }: Stack,
  options: StartOptions,
  onProgress: (progress: TrafficProgress) => void,
  signal: AbortSignal,
): Promise<TrafficSummary> {
  const client = new AppClient({ addresses: urls, timeout: TIMEOUT }, options.concurrency);
  try {
    return await driveTraffic({
      plan: planRequests(EXAMPLE_ROUTES, peopleOf(options.seed), options.perRoute),
      send: (request) => client.send(request),
      concurrency: options.concurrency,
      maxSeconds: options.maxSeconds,
      now: () => performance.now(),
      onProgress,
      signal,
    });
  } finally {
    client.close();
  }
}
