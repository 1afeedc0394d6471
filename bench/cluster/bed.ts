import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CollectorProcess } from "../faults/collector-process.ts";

export interface BedOptions {
  /** `host:port` of each ClickHouse replica. */
  readonly hosts: readonly string[];
  /** One for each collector. */
  readonly ports: readonly number[];
  readonly database: string;
  /** More of each collector. */
  readonly flags?: Readonly<Record<string, string>>;
}

/** Collectors over one store, each a process of its own with a disk of its own. */
export class Bed {
  readonly urls: readonly string[];
  readonly #options: BedOptions;
  readonly #folder = mkdtempSync(join(tmpdir(), "weir-cluster-"));
  readonly #running = new Map<number, CollectorProcess>();

  constructor(options: BedOptions) {
    this.#options = options;
    this.urls = options.ports.map((port) => `http://127.0.0.1:${port}`);
    writeFileSync(join(this.#folder, "clock"), "0");
  }

  /** All at once, as a new deployment does: each wants to make the tables. */
  async open(): Promise<void> {
    await Promise.all(Array.from(this.urls.keys(), (index) => this.start(index)));
  }

  /** Resolves when it takes spans. */
  async start(index: number): Promise<void> {
    const { hosts, ports, database, flags } = this.#options;
    const data = join(this.#folder, `collector-${index}`);
    mkdirSync(data, { recursive: true });
    const collector = new CollectorProcess({
      data,
      port: ports[index] ?? 0,
      clockFile: join(this.#folder, "clock"),
      logFile: join(this.#folder, `collector-${index}.log`),
      flags: { peers: this.urls.join(","), self: this.urls[index] ?? "", "log-level": "warn", ...flags },
      env: { WEIR_STORE: `clickhouse://default@${hosts.join(",")}/${database}?cluster=weir` },
    });
    this.#running.set(index, collector);
    if (!(await collector.ready())) throw new Error(`Collector ${index} ended before it was ready`);
  }

  async kill(index: number): Promise<void> {
    await this.#running.get(index)?.kill();
    this.#running.delete(index);
  }

  /** Sum over the collectors that run. */
  async metric(name: string): Promise<number> {
    const values = await Promise.all([...this.#running.values()].map((collector) => collector.metric(name)));
    return values.reduce((sum, value) => sum + value, 0);
  }

  /** Lets every collector finish what it has. */
  async stop(): Promise<void> {
    await Promise.all([...this.#running.values()].map((collector) => collector.stop()));
    this.#running.clear();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#running.values()].map((collector) => collector.kill()));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
