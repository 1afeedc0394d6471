import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { LocalReceiver } from "../../packages/collector/src/alert/testing/local-receiver.ts";
import { pageOf, pagesSource, waitingTrace } from "../faults/load/made-trace.ts";
import { isTaken } from "../faults/load/sender.ts";

/** Of each version: enough for a finding, though no collector sees all of them. */
const REQUESTS = 4;
const MOST_VERSIONS = 100;
/** Between two tries, or two looks. Milliseconds. */
const RETRY_MS = 200;
/** What was found is told within; a lease that a killed holder had ends after 15 s. Milliseconds. */
const LONGEST_TELLING_MS = 90_000;

/** Versions of an app with needless waits in them, and what the receiver of alerts is told of them. */
export class Waits {
  /** Of the collectors. */
  readonly flags: Readonly<Record<string, string>>;
  readonly #receiver: LocalReceiver;
  readonly #messages: { readonly id: string; readonly text: string }[] = [];
  readonly #file: string;
  readonly #rules: string;
  #versions = 0;

  constructor(folder: string) {
    this.#file = join(folder, "pages.js");
    this.#rules = join(folder, "rules.yaml");
    this.flags = {
      alerts: this.#rules,
      "alerts-allow": "127.0.0.0/8",
      "min-requests": "3",
      "source-root": folder,
    };
    this.#receiver = new LocalReceiver(({ headers, text }) => {
      this.#messages.push({ id: String(headers["webhook-id"]), text });
      return { status: 200, text: "" };
    });
  }

  /** Requests sent and acknowledged. */
  get requests(): number {
    return this.#versions * REQUESTS;
  }

  async open(): Promise<void> {
    const url = await this.#receiver.start();
    writeFileSync(this.#file, pagesSource(MOST_VERSIONS));
    writeFileSync(
      this.#rules,
      `version: 1
every: 500ms
defaults: { env: staging, tier: [proven, high, medium], minRequests: 3, group: { wait: 1s, interval: 2s } }
rules:
  - { id: new, when: finding.opened, notify: [hook] }
receivers:
  hook: { webhook: { url: "${url}/hook" } }
`,
    );
  }

  /** The first version, which nobody is told about: it was there when Weir first looked. */
  async begin(urls: readonly string[]): Promise<void> {
    await this.deploy(urls);
    for (;;) {
      const answer = (await (await fetch(`${urls[0]}/api/v1/alerts`)).json()) as {
        readonly baselines?: readonly unknown[];
      };
      if ((answer.baselines?.length ?? 0) > 0) return;
      await pause(RETRY_MS);
    }
  }

  /** Another version with a wait of its own; resolves when its requests are acknowledged. */
  async deploy(urls: readonly string[]): Promise<void> {
    this.#versions += 1;
    for (let request = 0; request < REQUESTS; request += 1) {
      const { body } = waitingTrace(
        "cluster",
        this.#versions * REQUESTS + request,
        Date.now(),
        this.#versions,
        this.#file,
      );
      for (let turn = request; !(await isTaken(urls[turn % urls.length] ?? "", body)); turn += 1) await pause(RETRY_MS);
    }
  }

  /** Waits until every version but the first was told, or it takes too long. */
  async settle(): Promise<{ readonly opened: number; readonly told: number; readonly toldTwice: number }> {
    const until = Date.now() + LONGEST_TELLING_MS;
    const tellings = (): number[] =>
      Array.from({ length: this.#versions - 1 }, (_, index) => this.#tellings(index + 2));
    while (tellings().includes(0) && Date.now() < until) await pause(RETRY_MS);
    const counts = tellings();
    return {
      opened: counts.length,
      told: counts.filter((count) => count > 0).length,
      toldTwice: counts.filter((count) => count > 1).length,
    };
  }

  async close(): Promise<void> {
    await this.#receiver.stop();
  }

  /** Messages about a version's page that a receiver cannot tell to be the same one. */
  #tellings(version: number): number {
    const page = JSON.stringify(`GET ${pageOf(version)}`);
    const about = this.#messages.filter(({ text }) => text.includes("finding.opened") && text.includes(page));
    return new Set(about.map(({ id }) => id)).size;
  }
}
