import type { PlannedRequest } from "./request-plan.ts";
import type { HttpAnswer } from "./send-request.ts";
import { type TrafficSummary, TrafficTally } from "./traffic-summary.ts";

export interface TrafficOptions {
  readonly plan: readonly PlannedRequest[];
  readonly send: (request: PlannedRequest) => Promise<HttpAnswer>;
  /** How many requests are under way at once. */
  readonly concurrency: number;
  /** Seconds after which no further request is started. */
  readonly maxSeconds: number;
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
  readonly onProgress?: (progress: TrafficProgress) => void;
  readonly signal?: AbortSignal;
}

export interface TrafficProgress {
  readonly sent: number;
  readonly planned: number;
  readonly failed: number;
  readonly seconds: number;
}

/** Sends the whole plan, `concurrency` requests at a time, until it is through, time is up or `signal` fires. */
export async function driveTraffic(options: TrafficOptions): Promise<TrafficSummary> {
  const { plan, concurrency, maxSeconds, now } = options;
  const tally = new TrafficTally();
  const started = now();
  const seconds = (): number => (now() - started) / 1000;
  const over = (): boolean => seconds() >= maxSeconds || options.signal?.aborted === true;
  let next = 0;

  async function visitor(): Promise<void> {
    while (next < plan.length && !over()) {
      const planned = plan[next];
      next += 1;
      if (planned === undefined) return;
      await options.send(planned).then(
        ({ status, firstByte, end }) => tally.answer(planned.route, status, firstByte, end),
        (error: unknown) => tally.noAnswer(planned.route, error),
      );
      options.onProgress?.({ sent: tally.sent, planned: plan.length, failed: tally.failed, seconds: seconds() });
    }
  }

  await Promise.all(Array.from({ length: concurrency }, visitor));
  return tally.summary(plan.length - tally.sent, seconds());
}
