import type { Counter, Metrics } from "../../metrics.ts";
import type { SendOutcome } from "../receivers/port.ts";

/** Per receiver, for Prometheus. Names come from the rule file, which the one who runs the collector writes. */
export class SendMetrics {
  readonly #sent: Counter;
  readonly #failed: Counter;
  readonly #lastSuccess = new Map<string, number>();
  #waiting: ReadonlyMap<string, number> = new Map();
  #dead: ReadonlyMap<string, number> = new Map();

  constructor(metrics: Metrics) {
    this.#sent = metrics.counter("weir_alert_sent_total", "Messages that a receiver took");
    this.#failed = metrics.counter("weir_alert_failures_total", "Tries to send that did not succeed, by reason");
    const per = (read: () => ReadonlyMap<string, number>) => () =>
      [...read()].map(([receiver, value]) => [{ receiver }, value] as const);
    metrics.gauges(
      "weir_alert_queue",
      "Messages that wait for their receiver",
      per(() => this.#waiting),
    );
    metrics.gauges(
      "weir_alert_dead_letters",
      "Messages given up, kept for a replay",
      per(() => this.#dead),
    );
    metrics.gauges(
      "weir_alert_last_success_seconds",
      "When a receiver last took a message, seconds since the epoch",
      per(() => this.#lastSuccess),
    );
  }

  tried(receiver: string, outcome: SendOutcome, now: number): void {
    if (outcome.kind === "sent") {
      this.#sent.add(1, { receiver });
      this.#lastSuccess.set(receiver, Math.floor(now / 1_000));
    } else this.#failed.add(1, { receiver, reason: outcome.reason });
  }

  /** As last counted in the store. */
  standing(waiting: ReadonlyMap<string, number>, dead: ReadonlyMap<string, number>): void {
    this.#waiting = waiting;
    this.#dead = dead;
  }
}
