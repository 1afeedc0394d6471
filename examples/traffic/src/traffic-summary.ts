import type { ExampleRoute } from "../../manifest/example-route.ts";

export interface RouteTraffic {
  readonly service: string;
  readonly key: string;
  readonly requests: number;
  /** Requests that ended in no answer or in one that is not part of the plan. */
  readonly failed: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Milliseconds, over the answers that were part of the plan. */
  readonly p50: number;
  readonly p95: number;
  readonly firstByteP50: number;
}

export interface TrafficSummary {
  readonly requests: number;
  readonly failed: number;
  /** Planned requests that were not sent because the time was up. */
  readonly unsent: number;
  readonly seconds: number;
  readonly routes: readonly RouteTraffic[];
  /** The first few kinds of failure in words, each with how often it came. */
  readonly failures: readonly string[];
}

const MAX_FAILURES = 10;

/** Collects answers per route while traffic runs. */
export class TrafficTally {
  readonly #routes = new Map<ExampleRoute, RouteTally>();
  readonly #failures = new Map<string, number>();
  sent = 0;
  failed = 0;

  answer(route: ExampleRoute, status: number, firstByte: number, end: number): void {
    const tally = this.#tallyOf(route);
    this.sent += 1;
    tally.statuses[status] = (tally.statuses[status] ?? 0) + 1;
    if ((route.statuses ?? [200]).includes(status)) tally.times.push({ firstByte, end });
    else this.#fail(tally, `${route.key} answered ${status}`);
  }

  noAnswer(route: ExampleRoute, error: unknown): void {
    this.sent += 1;
    this.#fail(this.#tallyOf(route), `${route.key}: ${error instanceof Error ? error.message : String(error)}`);
  }

  summary(unsent: number, seconds: number): TrafficSummary {
    const routes = [...this.#routes].map(([{ service, key }, { failed, statuses, times }]) => ({
      service,
      key,
      requests: times.length + failed,
      failed,
      statuses,
      p50: quantile(
        times.map(({ end }) => end),
        0.5,
      ),
      p95: quantile(
        times.map(({ end }) => end),
        0.95,
      ),
      firstByteP50: quantile(
        times.map(({ firstByte }) => firstByte),
        0.5,
      ),
    }));
    return { requests: this.sent, failed: this.failed, unsent, seconds, routes, failures: this.#words() };
  }

  #tallyOf(route: ExampleRoute): RouteTally {
    let tally = this.#routes.get(route);
    if (tally === undefined) {
      tally = { failed: 0, statuses: {}, times: [] };
      this.#routes.set(route, tally);
    }
    return tally;
  }

  #fail(tally: RouteTally, words: string): void {
    tally.failed += 1;
    this.failed += 1;
    const seen = this.#failures.get(words);
    if (seen !== undefined || this.#failures.size < MAX_FAILURES) this.#failures.set(words, (seen ?? 0) + 1);
  }

  #words(): readonly string[] {
    return [...this.#failures].map(([words, count]) => (count === 1 ? words : `${words} (${count} times)`));
  }
}

interface RouteTally {
  failed: number;
  readonly statuses: Record<string, number>;
  readonly times: { readonly firstByte: number; readonly end: number }[];
}

function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return Math.round(value * 10) / 10;
}
