import { join, resolve } from "node:path";
import { type App, appsOf } from "./apps.ts";
import { build, type Workshop } from "./build.ts";
import { type BuildStep, DASHBOARD, NEXT_APP, PACKAGES, SVELTEKIT_APP } from "./build-steps.ts";
import { freePorts, type Ports } from "./free-ports.ts";
import { type Part, PARTS, type StartOptions } from "./options.ts";
import { ProcessFailed, type ProcessGroup } from "./process-group.ts";
import { ProcessSet } from "./process-set.ts";
import { ready } from "./ready.ts";

export interface Stack {
  /** Base URL of each part. */
  readonly urls: Readonly<Record<Part, string>>;
  /** Rejects when a part ends although nobody stopped it; never resolves. */
  readonly broken: Promise<never>;
}

const ROOT = resolve(import.meta.dirname, "../..");

/**
 * Everything of the examples: builds what is stale and starts backend, collector and both apps. The same for
 * `npm start` and for the integration test.
 */
export class ExampleStack {
  readonly #processes = new ProcessSet();
  readonly #options: StartOptions;
  readonly #say: (line: string) => void;
  readonly #logs: string;

  constructor(options: StartOptions, say: (line: string) => void) {
    this.#options = options;
    this.#say = say;
    this.#logs = join(resolve(ROOT, options.data), "logs");
  }

  /** @throws ProcessFailed when a build fails. */
  async build(): Promise<void> {
    const workshop: Workshop = {
      root: ROOT,
      stamps: join(ROOT, "node_modules/.cache/weir-start"),
      logs: this.#logs,
      processes: this.#processes,
      say: this.#say,
    };
    const inTurn = async (...steps: BuildStep[]): Promise<void> => {
      for (const step of steps) await build(step, workshop);
    };
    // The apps bundle the built agent; the long Next.js build runs beside the short ones.
    await inTurn(PACKAGES);
    await Promise.all([inTurn(NEXT_APP), inTurn(DASHBOARD, SVELTEKIT_APP)]);
  }

  /** @throws ProcessFailed when a part ends, or does not answer in time. */
  async start(): Promise<Stack> {
    const ports = await freePorts(this.#options.ports);
    for (const part of PARTS) {
      const wanted = this.#options.ports[part];
      if (ports[part] !== wanted) this.#say(`port ${wanted} is taken: ${part} uses ${ports[part]}`);
    }
    const apps = appsOf(ROOT, ports, this.#options);
    const groups = await Promise.all([this.#startApp(apps.backend), this.#startApp(apps.collector)]);
    groups.push(...(await Promise.all([this.#startApp(apps["next-app"]), this.#startApp(apps["sveltekit-app"])])));

    const broken = Promise.race(groups.map(endOf));
    broken.catch(() => {});
    return { urls: urlsOf(ports), broken };
  }

  async stop(): Promise<void> {
    await this.#processes.stop();
  }

  async #startApp({ health, ...spec }: App): Promise<ProcessGroup> {
    const group = await this.#processes.start({ ...spec, log: join(this.#logs, `${spec.name}.log`) });
    await ready(group, health);
    return group;
  }
}

async function endOf(group: ProcessGroup): Promise<never> {
  const { code, signal } = await group.exited;
  throw new ProcessFailed(group, `ended by itself (${signal ?? `exit code ${code}`})`);
}

function urlsOf(ports: Ports): Readonly<Record<Part, string>> {
  const url = (part: Part): string => `http://127.0.0.1:${ports[part]}`;
  return {
    backend: url("backend"),
    "next-app": url("next-app"),
    "sveltekit-app": url("sveltekit-app"),
    collector: url("collector"),
  };
}
