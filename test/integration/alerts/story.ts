import type { AlertDeliveryList, Alerts, Finding, FindingDetail } from "../../../packages/core/src/index.ts";
import { until } from "./staging.ts";

/** The rules that come with Weir, with windows a person need not wait for; the receiver is SLACK_WEBHOOK_URL alone. */
export const STORY_RULES = "version: 1\nevery: 500ms\ndefaults: { group: { wait: 1s, interval: 2s } }\n";

/** What a story is judged by: one collector's public API, and one service in it. */
export class Story {
  readonly #port: number;
  readonly #service: string;

  constructor(port: number, service: string) {
    this.#port = port;
    this.#service = service;
  }

  alerts(): Promise<Alerts> {
    return this.#get<Alerts>("alerts");
  }

  async deliveries(): Promise<AlertDeliveryList["deliveries"]> {
    return (await this.#get<AlertDeliveryList>("alerts/deliveries")).deliveries;
  }

  finding(fingerprint: string): Promise<FindingDetail> {
    return this.#get<FindingDetail>(`findings/${fingerprint}`);
  }

  async findings(): Promise<readonly Finding[]> {
    const query = `status=all&tier=all&service=${this.#service}`;
    return (await this.#get<{ findings: readonly Finding[] }>(`findings?${query}`)).findings;
  }

  /** The finding of this status, as soon as there is one. */
  withStatus(status: Finding["status"]): Promise<Finding> {
    return until(async () => (await this.findings()).find((finding) => finding.status === status));
  }

  /** Resolves once what was there at the first look has become the baseline. */
  async baseline(): Promise<void> {
    await until(async () => ((await this.alerts()).baselines?.length === 1 ? true : undefined));
  }

  async #get<T>(path: string): Promise<T> {
    return (await (await fetch(`http://127.0.0.1:${this.#port}/api/v1/${path}`)).json()) as T;
  }
}
