import { peopleOf } from "../../examples/backend/src/person.ts";
import { EXAMPLE_ROUTES } from "../../examples/manifest.ts";
import type { ExampleRoute } from "../../examples/manifest/example-route.ts";
import { AppClient } from "../../examples/traffic/src/app-client.ts";
import { driveTraffic, type TrafficProgress } from "../../examples/traffic/src/drive-traffic.ts";
import { planRequests } from "../../examples/traffic/src/request-plan.ts";
import type { TrafficSummary } from "../../examples/traffic/src/traffic-summary.ts";
import { CollectorClient } from "./collector-client.ts";
import type { StartOptions } from "./options.ts";
import type { Stack } from "./stack.ts";

/** Milliseconds until one request of the traffic is given up. */
const TIMEOUT = 30_000;
/** Seconds for the collector to take in what the first requests made known: routes, sources. */
const SETTLING = 20;

/**
 * One request to each of `routes`, so that code is loaded and sources are with the collector, then every route's share of
 * requests. The summary speaks of the latter only.
 */
export async function exampleTraffic(
  { urls }: Stack,
  options: StartOptions,
  onProgress: (progress: TrafficProgress) => void,
  signal: AbortSignal,
  routes: readonly ExampleRoute[] = EXAMPLE_ROUTES,
): Promise<TrafficSummary> {
  const drive = async (perRoute: number, progress?: typeof onProgress): Promise<TrafficSummary> => {
    // Own connections each time: the apps close those that were idle while the collector settled.
    const client = new AppClient({ addresses: urls, timeout: TIMEOUT }, options.concurrency);
    try {
      return await driveTraffic({
        plan: planRequests(routes, peopleOf(options.seed), perRoute),
        send: (request) => client.send(request),
        concurrency: options.concurrency,
        maxSeconds: options.maxSeconds,
        now: () => performance.now(),
        signal,
        ...(progress === undefined ? {} : { onProgress: progress }),
      });
    } finally {
      client.close();
    }
  };
  const first = await drive(1);
  if (!signal.aborted) await new CollectorClient(urls.collector).analysed(first.requests, SETTLING);
  return drive(options.perRoute, onProgress);
}
